export { sampleFindings } from "../../src/locales/sample-findings.ts";

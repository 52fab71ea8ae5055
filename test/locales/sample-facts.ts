export { sampleFacts } from "../../src/locales/samples.ts";

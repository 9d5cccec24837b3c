export { type Check, type CheckStatus, fail } from "./check.ts";
export { type DoctorInput, type LoadedFleet, runDoctor } from "./doctor.ts";
export { machineNet, type Net } from "./net.ts";
export { providersOf, type RequiredProvider } from "./providers.ts";
export { type DoctorReport, doctorReport, statusOf } from "./report.ts";

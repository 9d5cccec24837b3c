import { systemCode } from "./error-message.ts";

/** Reports whether a process with this id runs on this machine. False for what is not a process id. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return systemCode(error) === "EPERM";
  }
}

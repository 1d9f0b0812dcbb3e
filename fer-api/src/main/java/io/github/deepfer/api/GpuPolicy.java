package io.github.deepfer.api;

/** Whether a GPU is used. */
public enum GpuPolicy {
  /** Never. */
  OFF,
  /** If one works; otherwise the CPU, with one warning and a note in {@link BackendInfo}. */
  PREFER,
  /** Always; opening fails, naming what is missing, if it does not work. */
  REQUIRE
}

package io.github.deepfer.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs peers.py on the files of the comparison. */
final class PythonPeers {
  private static final String SCRIPT = "peers.script";

  private PythonPeers() {}

  /** Nanoseconds per run of each model and batch, and per frame, by name. */
  static Map<String, Double> nanosPerCall(String python, Path folder)
      throws IOException, InterruptedException {
    String script = System.getProperty(SCRIPT, "fer-benchmarks/src/main/python/peers.py");
    Process process =
        new ProcessBuilder(python, script, folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Double> nanos = new HashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 2);
        nanos.put(parts[0], Double.parseDouble(parts[1]));
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(script + " failed; see its output above");
    }
    return nanos;
  }
}

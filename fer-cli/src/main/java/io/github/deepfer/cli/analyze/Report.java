package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.RuntimeInfo;
import java.io.IOException;

/** Shows outcomes as they come, so that any number of pictures fits into memory. */
interface Report {
  void add(Outcome outcome) throws IOException;

  void finish(RuntimeInfo runtime) throws IOException;
}

package io.github.deepfer.benchmarks.endurance;

/** What is watched, and by how much it may grow in an hour. */
enum Figure {
  /** All memory that the process has, of files too. */
  RESIDENT("resident_mib", "resident memory, MiB", 12),
  /** Of that what no file backs: the heap, native allocations, stacks. */
  ANONYMOUS("anonymous_mib", "of it anonymous, MiB", 12),
  HEAP("heap_mib", "heap after a collection, MiB", 1),
  JVM("jvm_mib", "committed by the JVM, MiB", 6),
  /** What JavaCPP has allocated for OpenCV and FFmpeg and would free itself. */
  JAVACPP("javacpp_mib", "held by JavaCPP, MiB", 0.5),
  THREADS("threads", "threads", 0.5),
  OPEN_FILES("open_files", "open files", 0.5),
  TEMPORARY_FILES("temporary_files", "temporary files", 0.5);

  private final String column;
  private final String title;
  private final double mostPerHour;

  Figure(String column, String title, double mostPerHour) {
    this.column = column;
    this.title = title;
    this.mostPerHour = mostPerHour;
  }

  String column() {
    return column;
  }

  String title() {
    return title;
  }

  double mostPerHour() {
    return mostPerHour;
  }
}

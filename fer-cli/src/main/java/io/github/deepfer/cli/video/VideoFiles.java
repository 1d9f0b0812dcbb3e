package io.github.deepfer.cli.video;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that are made of a video; null for those that nobody asked for. */
record VideoFiles(
    @Nullable Path csv,
    @Nullable Path jsonl,
    @Nullable Path out,
    @Nullable Path plot,
    @Nullable Path curves,
    @Nullable Path bins,
    @Nullable Path summary) {
  /** Stands for the name of the video in the name of an output. */
  static final String NAME = "{name}";

  /** Those of one video. */
  VideoFiles of(Path video) {
    String file = String.valueOf(video.getFileName());
    int dot = file.lastIndexOf('.');
    String name = dot > 0 ? file.substring(0, dot) : file;
    return new VideoFiles(
        named(csv, name),
        named(jsonl, name),
        named(out, name),
        named(plot, name),
        named(curves, name),
        named(bins, name),
        named(summary, name));
  }

  private static @Nullable Path named(@Nullable Path file, String name) {
    return file == null ? null : Path.of(file.toString().replace(NAME, name));
  }

  /**
   * The journal beside the table.
   *
   * @param kept whether there is to be one
   */
  @Nullable Path journal(boolean kept) {
    Path table = csv == null ? jsonl : csv;
    return kept && table != null ? Journal.beside(table) : null;
  }

  /** The tables that somebody asked for. */
  List<Path> tables() {
    return Stream.concat(Stream.ofNullable(csv), Stream.ofNullable(jsonl)).toList();
  }

  /** All that somebody asked for. */
  List<Path> all() {
    List<Path> all = new ArrayList<>();
    for (Path file : new @Nullable Path[] {csv, jsonl, out, plot, curves, bins, summary}) {
      if (file != null) {
        all.add(file);
      }
    }
    return all;
  }
}

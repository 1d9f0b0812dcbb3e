package io.github.deepfer.report.table;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.EmotionBins;
import io.github.deepfer.report.EmotionStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A row per face and stretch of time of a video. No argument may be null. */
public final class BinTable {
  private BinTable() {}

  /**
   * Writes a CSV document with a header: {@code track}, {@code start} and {@code end} of the bin in
   * seconds, {@code frames} on which the face was seen in it, the mean probabilities of the seven
   * emotions over those frames, and the mean {@code valence}. Bins without a frame have no row.
   *
   * @param bins what was found
   * @return the document
   */
  public static String csv(EmotionBins bins) {
    StringBuilder table = new StringBuilder(header());
    bins.tracks()
        .forEach(
            (track, found) ->
                found.forEach(
                    (bin, frames) -> {
                      table.append(
                          String.format(
                              Locale.ROOT,
                              "%d,%.3f,%.3f,%d",
                              track,
                              bins.start(bin),
                              bins.start(bin + 1),
                              frames.count()));
                      append(table, frames);
                    }));
    return table.toString();
  }

  /**
   * Whether a file is one of {@link #csv}, with or without rows, judged by its beginning.
   *
   * @param file a file that exists
   * @return true also if it is empty; false for anything else, which should not be written over
   * @throws IOException if it cannot be read
   */
  public static boolean isCsv(Path file) throws IOException {
    return FileStart.isHeader(file, header());
  }

  private static String header() {
    StringBuilder header = new StringBuilder("track,start,end,frames");
    Csv.header(header, "");
    return header.append(",valence\n").toString();
  }

  private static void append(StringBuilder table, EmotionStatistics frames) {
    for (Emotion emotion : EmotionStatistics.EMOTIONS) {
      table.append(String.format(Locale.ROOT, ",%.6f", frames.probability(emotion).mean()));
    }
    table.append(String.format(Locale.ROOT, ",%.6f\n", frames.valence().mean()));
  }
}

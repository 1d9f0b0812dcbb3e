package io.github.deepfer.cli.evaluate;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * FER2013 as it was published (Goodfellow et al., 2013): the columns emotion, pixels and Usage, in
 * any order, 48x48 grey pixels a row; plain or compressed with gzip.
 */
final class Fer2013Csv implements Samples {
  /** The usage of the faces that models are trained on. */
  static final String TRAINING = "Training";

  private static final int SIDE = 48;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final List<Emotion> LABELS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.SAD,
          Emotion.SURPRISE,
          Emotion.NEUTRAL);

  private final CountedInput input;
  private final Lines lines;
  private final int columns;
  private final int emotionColumn;
  private final int pixelsColumn;
  private final int usageColumn;
  private final Optional<String> wantedUsage;
  private final FerPlusVotes votes;
  private final Consumer<String> problems;
  private final Optional<NearDuplicates> nearDuplicates;
  private final Map<String, Integer> rowsByUsage = new HashMap<>();
  private String lastUsage = "";
  private long malformed;

  /**
   * @param wantedUsage rows of other usages are left out
   * @param nearDuplicates gets the training faces, if they are of another usage
   * @param problems gets each malformed row, with its line number
   */
  Fer2013Csv(
      Path file,
      Optional<String> wantedUsage,
      FerPlusVotes votes,
      Optional<NearDuplicates> nearDuplicates,
      Consumer<String> problems)
      throws IOException {
    this.wantedUsage = wantedUsage;
    this.votes = votes;
    this.nearDuplicates = nearDuplicates;
    this.problems = problems;
    InputStream stream = Files.newInputStream(file);
    try {
      input = new CountedInput(stream, Files.size(file));
      lines = new Lines(decompressed(input));
      CsvHeader header = CsvHeader.read(lines, file.toString());
      columns = header.names().size();
      emotionColumn = header.column("emotion", file.toString());
      pixelsColumn = header.column("pixels", file.toString());
      usageColumn = header.column("Usage", file.toString());
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    InputStream buffered = new BufferedInputStream(raw, 1 << 16);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  @Override
  public @Nullable Sample next() throws IOException {
    while (lines.next()) {
      List<String> fields = CsvHeader.fields(lines.text());
      boolean complete = fields.size() == columns && !fields.get(usageColumn).isEmpty();
      if (complete) {
        lastUsage = fields.get(usageColumn);
      }
      // A row without its usage still takes its place among those around it, or the
      // votes of all rows after it would be one off.
      int index = rowsByUsage.merge(lastUsage, 1, Integer::sum) - 1;
      if (complete && wantedUsage.isPresent() && !wantedUsage.get().equals(lastUsage)) {
        if (lastUsage.equals(TRAINING)) {
          addTraining(fields.get(pixelsColumn));
        }
        continue;
      }
      try {
        if (!complete) {
          throw new MalformedRow(
              "expected " + columns + " fields with a Usage, got " + fields.size());
        }
        return new Sample(
            face(fields.get(pixelsColumn)),
            label(fields.get(emotionColumn)),
            votes.majority(lastUsage, index));
      } catch (MalformedRow e) {
        malformed++;
        problems.accept("line " + lines.number() + ": " + e.getMessage());
      }
    }
    return null;
  }

  private void addTraining(String pixels) {
    if (nearDuplicates.isPresent()) {
      try {
        nearDuplicates.get().addTraining(face(pixels));
      } catch (MalformedRow e) {
        // Not among the rows that were asked for, so it is not reported either.
      }
    }
  }

  private static Emotion label(String text) throws MalformedRow {
    if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) < '0' + LABELS.size()) {
      return LABELS.get(text.charAt(0) - '0');
    }
    throw new MalformedRow("emotion must be 0 to 6, got " + quoted(text));
  }

  private static Image face(String text) throws MalformedRow {
    byte[] pixels = new byte[SIDE * SIDE];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int space = text.indexOf(' ', at);
      int end = space < 0 ? text.length() : space;
      if (end > at) {
        int value = pixel(text, at, end);
        if (count < pixels.length) {
          pixels[count] = (byte) value;
        }
        count++;
      }
      at = end + 1;
    }
    if (count != pixels.length) {
      throw new MalformedRow("expected " + pixels.length + " pixels, got " + count);
    }
    return Image.wrap(pixels, SIDE, SIDE, PixelFormat.GRAY);
  }

  private static int pixel(String text, int start, int end) throws MalformedRow {
    int value = 0;
    for (int i = start; i < end && value <= 255; i++) {
      int digit = text.charAt(i) - '0';
      value = digit < 0 || digit > 9 ? Integer.MAX_VALUE : value * 10 + digit;
    }
    if (value > 255) {
      throw new MalformedRow("a pixel must be 0 to 255, got " + quoted(text.substring(start, end)));
    }
    return value;
  }

  private static String quoted(String text) {
    return "\"" + (text.length() > 20 ? text.substring(0, 20) + "..." : text) + "\"";
  }

  @Override
  public long malformed() {
    return malformed;
  }

  @Override
  public double fraction() {
    return input.fraction();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

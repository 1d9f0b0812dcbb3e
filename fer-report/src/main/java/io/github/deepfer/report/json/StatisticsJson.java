package io.github.deepfer.report.json;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.FaceSummary;
import io.github.deepfer.report.GroupDifference;
import io.github.deepfer.report.Spread;
import java.io.IOException;

/** The JSON of what faces show on average. Undefined figures are null. No argument may be null. */
public final class StatisticsJson {
  private StatisticsJson() {}

  /**
   * Writes the fields {@code pictures}, {@code withoutFace}, {@code failed}, {@code rejected} and
   * those of {@link #write(JsonWriter, EmotionStatistics)} into the open object.
   *
   * @param json the document
   * @param summary of pictures
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, FaceSummary summary) throws IOException {
    json.field("pictures", summary.pictures());
    json.field("withoutFace", summary.withoutFace());
    json.field("failed", summary.failed());
    json.field("rejected", summary.rejected());
    write(json, summary.faces());
  }

  /**
   * Writes the fields {@code faces}, {@code emotions} and {@code valence} into the open object.
   * Each emotion has {@code mean} and {@code deviation} of its probability, and {@code shown} and
   * {@code share}: of how many faces it is the most probable one.
   *
   * @param json the document
   * @param statistics of faces
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, EmotionStatistics statistics) throws IOException {
    json.field("faces", statistics.count());
    json.startObject("emotions");
    for (Emotion emotion : EmotionStatistics.EMOTIONS) {
      json.startObject(emotion.label());
      writeSpread(json, statistics.probability(emotion));
      json.field("shown", statistics.shown(emotion));
      json.field("share", statistics.share(emotion));
      json.endObject();
    }
    json.endObject();
    json.startObject("valence");
    writeSpread(json, statistics.valence());
    json.endObject();
  }

  private static void writeSpread(JsonWriter json, Spread spread) throws IOException {
    json.field("mean", spread.mean());
    json.field("deviation", spread.deviation());
  }

  /**
   * Writes how a second group differs from a first, by emotion and in {@code valence}, into the
   * open object: {@code difference} of the means, {@code low} and {@code high} of its 95 %
   * confidence interval, and {@code effect}, Cohen's d.
   *
   * @param json the document
   * @param first a group
   * @param second a group
   * @throws IOException if it cannot be written
   */
  public static void writeComparison(
      JsonWriter json, EmotionStatistics first, EmotionStatistics second) throws IOException {
    for (Emotion emotion : EmotionStatistics.EMOTIONS) {
      write(json, emotion.label(), first.probability(emotion), second.probability(emotion));
    }
    write(json, "valence", first.valence(), second.valence());
  }

  private static void write(JsonWriter json, String name, Spread first, Spread second)
      throws IOException {
    GroupDifference difference = GroupDifference.of(first, second);
    json.startObject(name);
    json.field("difference", difference.difference());
    json.field("low", difference.low());
    json.field("high", difference.high());
    json.field("effect", difference.effect());
    json.endObject();
  }
}

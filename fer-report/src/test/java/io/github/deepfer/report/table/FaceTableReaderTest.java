package io.github.deepfer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.RejectedFace;
import io.github.deepfer.report.FaceRecord;
import io.github.deepfer.report.FaceSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceTableReaderTest {
  @TempDir Path folder;

  private static Face face(int id, float... values) {
    EmotionProbabilities probabilities =
        EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD, Emotion.CONTEMPT), values);
    return Face.of(id, new DetectedFace(new Box(1, 2, 3, 4), 0.5f, null), probabilities);
  }

  private Path table() throws IOException {
    Path file = folder.resolve("faces.csv");
    FaceQuality quality = new FaceQuality(3, 1, null, 0.5f, Set.of(FaceQuality.Flaw.SMALL));
    try (FaceTable table = FaceTable.csv(file)) {
      table.add(
          "a/=1,\"\n2\".png",
          new Analysis(
              9,
              9,
              List.of(face(1, 0.75f, 0.25f, 0), face(2, 0, 0.5f, 0.5f)),
              List.of(
                  new RejectedFace(new DetectedFace(new Box(1, 2, 3, 4), 0.5f, null), quality))));
      table.add("=1.png", new Analysis(9, 9, List.of()));
      table.addError("a/c.png", "it is\r\nbroken, \"badly\"");
    }
    return file;
  }

  private static List<FaceRecord> read(Path file) throws IOException {
    List<FaceRecord> rows = new ArrayList<>();
    FaceTableReader.read(file, rows::add);
    return rows;
  }

  @Test
  void rowsComeBackAsTheyWereWritten() throws IOException {
    List<FaceRecord> rows = read(table());
    assertThat(rows)
        .extracting(row -> row.image() + " " + row.kind())
        .containsExactly(
            "a/=1,\"\n2\".png FACE",
            "a/=1,\"\n2\".png FACE",
            "a/=1,\"\n2\".png REJECTED",
            "=1.png NOBODY",
            "a/c.png FAILED");
    EmotionProbabilities second = Objects.requireNonNull(rows.get(1).probabilities());
    assertThat(second.get(Emotion.SAD)).isEqualTo(0.5f);
    assertThat(second.get(Emotion.CONTEMPT)).isEqualTo(0.5f);
  }

  @Test
  void everyPictureIsAccountedForInItsFolder() throws IOException {
    FaceSummary.ByFolder folders = new FaceSummary.ByFolder();
    FaceTableReader.read(table(), folders::add);
    assertThat(folders.folders().keySet()).containsExactly(".", "a");
    FaceSummary a = Objects.requireNonNull(folders.folders().get("a"));
    assertThat(List.of(a.pictures(), a.withoutFace(), a.failed(), a.rejected()))
        .containsExactly(2L, 0L, 1L, 1L);
    assertThat(a.faces().count()).isEqualTo(2);
    assertThat(a.faces().probability(Emotion.HAPPY).mean()).isEqualTo(0.375);
    assertThat(folders.folders().get(".").withoutFace()).isEqualTo(1);
  }

  @Test
  void columnsMayComeInAnyOrderAndLinesEndAsElsewhere() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("other.csv"),
            "error,emotion,happy,sad,x,image\r\n,happy,0.75,0.25,4,a.png\r\n,,,,,b.png\r\n");
    assertThat(read(file))
        .extracting(row -> row.image() + " " + row.kind())
        .containsExactly("a.png FACE", "b.png NOBODY");
  }

  /** As Excel saves "CSV UTF-8", with the separators of English and of German locales. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "image,x,emotion,happy,sad,error\r\n\"a;,.png\",4,happy,0.75,0.25,\r\nb.png,,,,,\r\n",
        "image;x;emotion;happy;sad;error\r\n\"a;,.png\";4;happy;0,75;0,25;\r\nb.png;;;;;\r\n"
      })
  void spreadsheetsMayHaveSavedIt(String csv) throws IOException {
    List<FaceRecord> rows = read(Files.writeString(folder.resolve("saved.csv"), "\uFEFF" + csv));
    assertThat(rows)
        .extracting(row -> row.image() + " " + row.kind())
        .containsExactly("a;,.png FACE", "b.png NOBODY");
    assertThat(Objects.requireNonNull(rows.get(0).probabilities()).get(Emotion.HAPPY))
        .isEqualTo(0.75f);
  }

  @Test
  void whatIsNoTableIsRefusedAndTheLineIsNamed() throws IOException {
    Path other = Files.writeString(folder.resolve("other.csv"), "some,other,table\n1,2,3\n");
    assertThatThrownBy(() -> read(other)).hasMessageContaining("no table of faces");
    Path cut =
        Files.writeString(
            folder.resolve("cut.csv"), "image,x,emotion,happy,error\na.png,,,,\nb.png,1\n");
    assertThatThrownBy(() -> read(cut)).hasMessageContaining("line 3 is no row");
  }
}

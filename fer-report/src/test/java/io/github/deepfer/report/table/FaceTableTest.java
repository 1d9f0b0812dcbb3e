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
import io.github.deepfer.api.FaceQuality.Flaw;
import io.github.deepfer.api.HeadPose;
import io.github.deepfer.api.RejectedFace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceTableTest {
  private static final List<Face> FACES = List.of(face(1), face(2));

  private static final RejectedFace REJECTED =
      new RejectedFace(
          new DetectedFace(new Box(1, 2, 3, 4), 0.5f, null),
          new FaceQuality(3, 0.25f, null, 0.5f, Set.of(Flaw.SMALL)));

  @TempDir Path folder;

  private static Face face(int id) {
    return new Face(
        id,
        new Box(1, 2, 3, 4),
        0.5f,
        null,
        new FaceQuality(3, 0.25f, new HeadPose(1, -50, 3), 0.5f, Set.of(Flaw.SMALL, Flaw.TURNED)),
        EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), 0.75f, 0.25f));
  }

  private static void fill(FaceTable table) throws IOException {
    table.add("a,\"b\".png", new Analysis(64, 48, FACES));
    table.add("nobody.png", new Analysis(9, 8, List.of()));
    table.add("rejected.png", new Analysis(9, 8, List.of(), List.of(REJECTED)));
    table.addError("broken.png", "broken.png is cut, \"short\"");
    table.close();
  }

  /** Names that no line-wise reading survives, and two faces between which a kill may come. */
  private static void goOn(FaceTable table) throws IOException {
    for (String name : List.of("a,\"b\"\n.png", "ü.png", "=1+\"c\".png", "'=d.png", "-", "'")) {
      if (!table.has(name)) {
        table.add(name, new Analysis(64, 48, FACES));
      }
    }
    if (!table.has("broken.png")) {
      table.addError("broken.png", "it is \"cut\",\nshort");
    }
    table.close();
  }

  private interface Opening {
    FaceTable open(Path file) throws IOException;
  }

  private void goesOnFromEveryByte(Opening start, Opening resume) throws IOException {
    Path file = folder.resolve("table");
    goOn(start.open(file));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      goOn(resume.open(file));
      assertThat(file).as("cut at byte %s", length).hasBinaryContent(whole);
    }
    try (FaceTable table = resume.open(file)) {
      assertThat(table.has("ü.png")).isTrue();
    }
  }

  @Test
  void aTableThatWasCutAtAnyByteGoesOnAsIfItHadNotBeen() throws IOException {
    goesOnFromEveryByte(FaceTable::csv, FaceTable::resumeCsv);
    goesOnFromEveryByte(FaceTable::jsonLines, FaceTable::resumeJsonLines);
  }

  @Test
  void anotherFileIsNotTakenForATable() throws IOException {
    Path file = Files.writeString(folder.resolve("other"), "some,other,table\n1,2,3\n");
    for (Opening resume : List.<Opening>of(FaceTable::resumeCsv, FaceTable::resumeJsonLines)) {
      assertThatThrownBy(() -> resume.open(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds something else");
      assertThat(file).hasContent("some,other,table\n1,2,3\n");
    }
  }

  @Test
  void everyPictureHasARowOfAllColumns() throws IOException {
    Path file = folder.resolve("faces.csv");
    fill(FaceTable.csv(file));
    String face =
        ",1,2,3,4,0.5000,happy,0.750000,0.000000,0.000000,0.000000,0.750000,0.000000,"
            + "0.250000,0.000000,0.250,1.0,-50.0,3.0,false,small turned,";
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "image,image_width,image_height,id,x,y,width,height,score,emotion,probability,"
                + "angry,disgust,fear,happy,neutral,sad,surprise,"
                + "sharpness,yaw,pitch,roll,usable,flaws,error",
            "\"a,\"\"b\"\".png\",64,48,1" + face,
            "\"a,\"\"b\"\".png\",64,48,2" + face,
            "nobody.png,9,8" + ",".repeat(22),
            "rejected.png,9,8,,1,2,3,4,0.5000,,,,,,,,,,0.250,,,,false,small,",
            "broken.png" + ",".repeat(24) + "\"broken.png is cut, \"\"short\"\"\"");
  }

  /** A text is one where a spreadsheet's cell begins with =, +, - or @, says OWASP. */
  @Test
  void aSpreadsheetTakesNoNameForAFormula() throws IOException {
    Path file = folder.resolve("faces.csv");
    List<String> names =
        List.of("=1+1.png", "+1.png", "-1.png", "@a.png", "\ta.png", "'a.png", "-");
    try (FaceTable table = FaceTable.csv(file)) {
      for (String name : names) {
        table.addError(name, name + " does not exist");
      }
    }
    assertThat(Files.readAllLines(file).subList(1, 7))
        .allSatisfy(row -> assertThat(row).matches("'([^,]*),{24}'\\1 does not exist"));
    assertThat(Files.readAllLines(file).get(7)).startsWith("-,,");
    try (FaceTable table = FaceTable.resumeCsv(file)) {
      assertThat(names.subList(0, 6)).allMatch(table::has);
    }
  }

  @Test
  void jsonLinesSayTheSame() throws IOException {
    Path file = folder.resolve("faces.jsonl");
    fill(FaceTable.jsonLines(file));
    assertThat(Files.readAllLines(file))
        .hasSize(5)
        .contains(
            "{\"image\":\"nobody.png\",\"width\":9,\"height\":8}",
            "{\"image\":\"rejected.png\",\"width\":9,\"height\":8,\"rejected\":true,\"box\":"
                + "{\"x\":1,\"y\":2,\"width\":3,\"height\":4},\"score\":0.5,\"quality\":{\"usable\":false,"
                + "\"flaws\":[\"small\"],\"size\":3,\"sharpness\":0.25}}",
            "{\"image\":\"broken.png\",\"error\":\"broken.png is cut, \\\"short\\\"\"}")
        .last()
        .isNotNull();
    assertThat(Files.readAllLines(file).get(1))
        .startsWith(
            "{\"image\":\"a,\\\"b\\\".png\",\"width\":64,\"height\":48,\"id\":2,\"box\":{\"x\":1,")
        .contains("\"emotion\":\"happy\",\"probability\":0.75,");
  }
}

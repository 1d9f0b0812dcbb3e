package io.github.deepfer.report.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Sightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class TrackTableTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  static boolean hasFullDevice() {
    return Files.isWritable(FULL);
  }

  @Test
  void csvHasARowPerFaceAndIsWholeBeforeItIsClosed() throws IOException {
    Path file = folder.resolve("faces.csv");
    try (TrackTable table = TrackTable.csv(file)) {
      table.add(3, Sightings.frame(0.12, Sightings.face(7, Emotion.ANGRY)));
      table.add(4, Sightings.frame(0.16));
      assertThat(file)
          .hasContent(
              "frame,time,track,x,y,width,height,score,emotion,raw_angry,raw_disgust,raw_fear,"
                  + "raw_happy,raw_neutral,raw_sad,raw_surprise,smoothed_angry,smoothed_disgust,"
                  + "smoothed_fear,smoothed_happy,smoothed_neutral,smoothed_sad,smoothed_surprise,"
                  + "sharpness,yaw,pitch,roll,usable,flaws\n"
                  + "3,0.120,7,0,0,9,9,1.0000,angry,1.000000,0.000000,0.000000,0.000000,0.000000,"
                  + "0.000000,0.000000,1.000000,0.000000,0.000000,0.000000,0.000000,0.000000,"
                  + "0.000000,0.750,10.0,-5.0,2.5,true,\n");
    }
  }

  @Test
  void jsonLinesHaveAnObjectPerFace() throws IOException {
    Path file = folder.resolve("faces.jsonl");
    try (TrackTable table = TrackTable.jsonLines(file)) {
      table.add(
          3,
          Sightings.frame(
              0.12, Sightings.face(7, Emotion.ANGRY), Sightings.face(8, Emotion.ANGRY)));
    }
    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "{\"frame\":3,\"time\":0.12,\"track\":7,\"box\":{\"x\":0,\"y\":0,\"width\":9,"
                + "\"height\":9},\"score\":1,\"emotion\":\"angry\",\"raw\":{\"angry\":1,");
  }

  @Test
  @EnabledIf("hasFullDevice")
  void aFullDiskIsReportedWithTheFile() {
    assertThatThrownBy(() -> TrackTable.csv(FULL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/dev/full")
        .hasMessageContaining("No space left");
  }
}

package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.testkit.Scenes;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder is analyzed by processes that are killed, as by kill -9 or the kernel. */
@Timeout(180)
class ResumeTest {
  private static final int PICTURES = 200;
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void killedAtAnyMomentNoRowIsLostOrDoubled() throws Exception {
    Path pictures = writePictures();
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    assertThat(Run.of(arguments(pictures, whole)).exitCode()).isEqualTo(1);
    long size = Files.size(whole.resolve("faces.csv"));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> command = new ArrayList<>(List.of(arguments(pictures, resumed)));
    command.add("--resume");
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = Run.childJvm(List.of(), command.toArray(String[]::new)).start();
      long last = (long) (size * (kill - random.nextDouble()) / KILLS);
      while (sizeOf(resumed.resolve("faces.csv")) < last && !ended(process)) {}
      process.destroyForcibly().waitFor();
    }

    Run end = Run.of(command.toArray(String[]::new));

    // 0 if no damaged picture was left for it.
    assertThat(end.exitCode()).as("%s, seed %s", end.err(), seed).isIn(0, 1);
    for (String table : List.of("faces.csv", "faces.jsonl")) {
      assertThat(resumed.resolve(table))
          .as("%s, seed %s", table, seed)
          .hasSameTextualContentAs(whole.resolve(table));
    }
    assertThat(Files.readString(whole.resolve("faces.csv")).split("p[0-9]+\\.png", -1))
        .as("a row per picture or more")
        .hasSizeGreaterThan(PICTURES);
  }

  private static String[] arguments(Path pictures, Path to) {
    return new String[] {
      "analyze",
      "--recursive",
      "--threads",
      "2",
      "--csv",
      to.resolve("faces.csv").toString(),
      "--jsonl",
      to.resolve("faces.jsonl").toString(),
      pictures.toString()
    };
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static boolean ended(Process process) throws InterruptedException {
    return process.waitFor(2, TimeUnit.MILLISECONDS);
  }

  /** Small ones: nobody, one face, two faces, and some that are damaged. */
  private Path writePictures() throws IOException {
    BufferedImage pair;
    try (InputStream picture = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      pair = ImageIO.read(picture);
    }
    for (int i = 0; i < PICTURES; i++) {
      // A name may hold anything but a slash and NUL.
      String name = i % 20 == 3 ? "a \"b\",\n=ü" : "c";
      Path file =
          Files.createDirectories(folder.resolve("pictures/" + name + i % 7))
              .resolve("p" + i + ".png");
      if (i % 10 == 9) {
        Files.write(file, "no picture".getBytes(StandardCharsets.UTF_8));
        continue;
      }
      BufferedImage small = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = small.createGraphics();
      graphics.drawImage(pair, i % 3 == 0 ? 160 : i % 3 == 1 ? 80 : 0, 0, 160, 120, null);
      graphics.dispose();
      ImageIO.write(small, "png", file.toFile());
    }
    return folder.resolve("pictures");
  }
}

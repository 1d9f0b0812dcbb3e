package io.github.deepfer.web.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.report.table.FaceTable;
import io.github.deepfer.web.WebServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The table of several pictures, and what is saved of all. */
class OverviewTest extends PageTest {
  private static final FaceQuality.Limits LARGE_ONLY = new FaceQuality.Limits(160, 0, 90, 90);

  @Test
  void severalPicturesAreListedEachALinkToItsResult() throws IOException {
    choose(sample("team.png"));
    awaitResults(1);
    assertThat(browser.find(".overview").isDisplayed()).isFalse();
    choose(nobody(), Files.writeString(folder.resolve("notes.txt"), "not a picture"));
    awaitResults(2);
    assertThat(rows())
        .containsExactly(
            "team.png 5 1 neutral, 1 happy, 1 angry, 1 sad, 1 surprise",
            "nobody.png 0",
            "notes.txt not analysed");
    browser.assertAccessible();
    browser.shoot("overview-light");
    WebElement link = browser.find(".overview a");
    link.click();
    assertThat(browser.driver().switchTo().activeElement().getDomAttribute("aria-label"))
        .isEqualTo("team.png");
    browser.colourScheme("dark");
    browser.assertAccessible();
    browser.find("#clear").click();
    assertThat(browser.find(".overview").isDisplayed()).isFalse();
    assertThat(rows()).isEmpty();
  }

  @Test
  void theOverviewFitsAPhone() throws IOException {
    wide(360);
    choose(sample("team.png"), sample("pair.png"), sample("portrait-happy.png"));
    awaitResults(3);
    assertThat(rows()).hasSize(3);
    assertThat((Long) browser.run("return document.documentElement.scrollWidth")).isEqualTo(360);
    browser.assertAccessible();
    browser.shoot("overview-phone");
  }

  @Test
  void allFacesAreSavedInTheTableThatTheCommandLineWrites() throws IOException {
    Path formula = Files.copy(sample("pair.png"), folder.resolve("=1+1,\"a\".png"));
    Path notes = Files.writeString(folder.resolve("-notes.txt"), "not a picture");
    try (Pipeline strict = Pipeline.builder().minQuality(LARGE_ONLY).build();
        WebServer strictServer = WebServer.builder(strict).start()) {
      browser.show(strictServer.uri().toString());
      choose(sample("team.png"), formula, notes, nobody());
      awaitResults(3);
      Path expected = folder.resolve("expected.csv");
      try (FaceTable table = FaceTable.csv(expected)) {
        for (Path picture : List.of(sample("team.png"), formula)) {
          table.add(picture.getFileName().toString(), strict.analyze(Image.read(picture)));
        }
        table.addError("-notes.txt", browser.text(".error"));
        table.add("nobody.png", strict.analyze(Image.read(nobody())));
      }
      browser.find("#all-csv").click();
      assertSameTable(new String(browser.download("faces.csv"), UTF_8), Files.readString(expected));
      assertThat(expected)
          .content()
          .contains(",happy,", ",false,small,", "\n\"'=1+1,\"\"a\"\".png\",", "\n'-notes.txt,");

      browser.find("#all-json").click();
      JsonNode all = new ObjectMapper().readTree(browser.download("faces.json"));
      assertThat(all.findValuesAsText("image"))
          .containsExactly("team.png", "=1+1,\"a\".png", "-notes.txt", "nobody.png");
      assertThat(all.at("/results/0/faces/0/emotion").asText()).isEqualTo("happy");
      assertThat(all.at("/results/2/error").asText()).isEqualTo(browser.text(".error"));
      assertThat(all.at("/runtime/classifier").asText()).isEqualTo("lite");
    }
  }

  @Test
  void allAnnotatedPicturesAreSavedInOneArchive() throws IOException {
    Path twin = Files.createDirectories(folder.resolve("twin")).resolve("pair.png");
    Files.copy(sample("portrait-happy.png"), twin);
    Path umlaut = Files.copy(sample("team.png"), folder.resolve("Größe.png"));
    choose(sample("pair.png"), twin, umlaut);
    awaitResults(3);
    browser.find("#all-zip").click();
    Path archive = Files.write(folder.resolve("saved.zip"), browser.download("annotated.zip"));
    Map<String, Path> originals =
        Map.of(
            "pair-annotated.png", sample("pair.png"),
            "pair (2)-annotated.png", twin,
            "Größe-annotated.png", umlaut);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).hasSameElementsAs(originals.keySet());
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] png = zip.getInputStream(entry).readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(png);
        assertThat(crc.getValue()).isEqualTo(entry.getCrc());
        BufferedImage annotated = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage original = ImageIO.read(originals.get(entry.getName()).toFile());
        assertThat(annotated.getWidth()).isEqualTo(original.getWidth());
        assertThat(annotated.getHeight()).isEqualTo(original.getHeight());
        assertThat(changedPixels(annotated, original)).as("boxes and labels").isGreaterThan(1000);
      }
    }
  }

  private static long changedPixels(BufferedImage annotated, BufferedImage original) {
    int width = original.getWidth();
    return IntStream.range(0, width * original.getHeight())
        .filter(
            i -> annotated.getRGB(i % width, i / width) != original.getRGB(i % width, i / width))
        .count();
  }

  private static List<String> rows() {
    return browser.all("#overview-rows tr").stream().map(WebElement::getText).toList();
  }

  private static Path nobody() throws IOException {
    Path file = folder.resolve("nobody.png");
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    return file;
  }
}

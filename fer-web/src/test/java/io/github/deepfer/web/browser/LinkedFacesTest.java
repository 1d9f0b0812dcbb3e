package io.github.deepfer.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.testkit.Scene.LabelledFace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** From a face on the picture to its card and back. */
class LinkedFacesTest extends PageTest {
  /** The team of five: a row of three faces, and one of two that are lower. */
  private static List<LabelledFace> inReadingOrder() {
    List<LabelledFace> faces = scene("team").faces();
    int lowest = faces.stream().mapToInt(face -> face.box().y()).max().orElseThrow();
    Comparator<LabelledFace> leftToRight = Comparator.comparing(face -> face.box().x());
    Map<Boolean, List<LabelledFace>> rows =
        faces.stream()
            .sorted(leftToRight)
            .collect(Collectors.partitioningBy(face -> face.box().y() < lowest * 0.7));
    return Stream.of(true, false).flatMap(above -> rows.get(above).stream()).toList();
  }

  @Test
  void facesAreNumberedInReadingOrderOnThePictureAndOnTheCards() throws IOException {
    choose(sample("team.png"));
    awaitResults(1);
    List<String> order =
        IntStream.range(0, 5)
            .mapToObj(i -> (i + 1) + ": " + inReadingOrder().get(i).emotion().label())
            .toList();
    assertThat(browser.all(".face h3").stream().map(each -> each.getText().split(" \\d+ %")[0]))
        .containsExactlyElementsOf(order.stream().map(each -> "Face " + each).toList());
    assertThat(
            browser.all(".overlay text").stream().map(each -> each.getText().split(" \\d+ %")[0]))
        .containsExactlyElementsOf(order);
  }

  @Test
  void aCardHasItsFaceAsThumbnail() throws IOException {
    choose(sample("team.png"));
    awaitResults(1);
    BufferedImage picture = ImageIO.read(sample("team.png").toFile());
    List<WebElement> canvases = browser.all(".thumb canvas");
    browser.await("thumbnails", () -> thumbnail(canvases.get(4)).getRGB(48, 48) != 0);
    for (int i = 0; i < 5; i++) {
      BufferedImage face = crop(picture, box(i + 1));
      assertThat(difference(face, thumbnail(canvases.get(i)))).isLessThan(5);
      assertThat(difference(face, thumbnail(canvases.get((i + 1) % 5)))).isGreaterThan(10);
    }
  }

  /** Where the picture's box of a face is, in pixels of the picture. */
  private static Box box(int id) {
    WebElement drawn = browser.find(".overlay g[data-face='" + id + "'] rect");
    int[] numbers =
        Stream.of("x", "y", "width", "height")
            .mapToInt(name -> Integer.parseInt(drawn.getDomAttribute(name)))
            .toArray();
    return new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
  }

  private static BufferedImage thumbnail(WebElement canvas) {
    String address = (String) browser.run("return arguments[0].toDataURL()", canvas);
    try {
      return ImageIO.read(
          new ByteArrayInputStream(
              Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static BufferedImage crop(BufferedImage picture, Box box) {
    int side = (int) (1.4 * Math.max(box.width(), box.height()));
    int left = box.x() + (box.width() - side) / 2;
    int top = box.y() + (box.height() - side) / 2;
    BufferedImage crop = new BufferedImage(96, 96, BufferedImage.TYPE_INT_ARGB);
    crop.createGraphics()
        .drawImage(picture, 0, 0, 96, 96, left, top, left + side, top + side, null);
    return crop;
  }

  /** The mean difference of a pixel's blue, of 255. */
  private static double difference(BufferedImage a, BufferedImage b) {
    return IntStream.range(0, 96 * 96)
        .map(i -> Math.abs((a.getRGB(i % 96, i / 96) & 255) - (b.getRGB(i % 96, i / 96) & 255)))
        .average()
        .orElseThrow();
  }

  @Test
  void aClickOnAFaceOpensItsCardAndAClickOnItsThumbnailLeadsBack() {
    wide(360);
    browser.find("[data-sample='team.png']").click();
    awaitResults(1);
    assertThat(browser.all(".bars")).noneMatch(WebElement::isDisplayed);
    WebElement spot = browser.all(".spot").get(3);
    assertThat(spot.getAccessibleName()).startsWith("Face 4: ");
    spot.click();
    WebElement card = browser.all(".face").get(3);
    assertThat(card.findElement(By.cssSelector(".bars")).isDisplayed()).isTrue();
    assertThat(focused()).isEqualTo(browser.all(".more").get(3));
    assertThat(focused().getDomAttribute("aria-expanded")).isEqualTo("true");
    assertThat(isInSight(card)).isTrue();
    assertThat(browser.all("[aria-current]")).containsExactly(spot, card);
    browser.assertAccessible();
    browser.shoot("linked-phone");

    browser.all(".thumb").get(1).click();
    assertThat(focused()).isEqualTo(browser.all(".spot").get(1));
    assertThat(isInSight(browser.find(".picture img"))).isTrue();
    assertThat(browser.all("[aria-current]"))
        .containsExactly(browser.all(".spot").get(1), browser.all(".face").get(1));
  }

  @Test
  void theKeysDoTheSame() {
    browser.find("[data-sample='team.png']").click();
    awaitResults(1);
    tabTo(".result .downloads .button:last-child");
    tabTo(".spot:first-child");
    keys(Keys.ARROW_RIGHT);
    keys(Keys.ARROW_DOWN);
    assertThat(focused()).isEqualTo(browser.all(".spot").get(2));
    keys(Keys.ARROW_LEFT);
    assertThat(focused()).isEqualTo(browser.all(".spot").get(1));
    keys(Keys.END);
    assertThat(focused()).isEqualTo(browser.all(".spot").get(4));
    keys(Keys.ENTER);
    assertThat(focused()).isEqualTo(browser.all(".more").get(4));
    assertThat(browser.all(".bars").get(4).isDisplayed()).isTrue();
    keys(Keys.ENTER);
    assertThat(browser.all(".bars").get(4).isDisplayed()).isFalse();
    new Actions(browser.driver())
        .keyDown(Keys.SHIFT)
        .sendKeys(Keys.TAB)
        .keyUp(Keys.SHIFT)
        .perform();
    assertThat(focused()).isEqualTo(browser.all(".thumb").get(4));
    keys(Keys.ENTER);
    assertThat(focused()).isEqualTo(browser.all(".spot").get(4));
  }

  @Test
  void coloursAreThoseOfSavedPicturesVideosAndCharts() {
    @SuppressWarnings("unchecked")
    Map<String, String> shown =
        (Map<String, String>)
            browser
                .driver()
                .executeAsyncScript(
                    "const done = arguments[0]; import('/faces.js').then((faces) => done(faces.COLOURS))");
    assertThat(shown)
        .isEqualTo(
            Stream.of(Emotion.values())
                .collect(
                    Collectors.toMap(
                        Emotion::label, each -> "#%06x".formatted(EmotionColors.rgb(each)))));
  }

  private static WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  private static boolean isInSight(WebElement element) {
    return (Boolean)
        browser.run(
            """
            const box = arguments[0].getBoundingClientRect();
            return box.top >= -1 && box.bottom <= window.innerHeight + 1;
            """,
            element);
  }
}

package io.github.deepfer.report.chart;

import static io.github.deepfer.report.Sightings.face;
import static io.github.deepfer.report.Sightings.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.report.EmotionBins;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.Timeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgTest {
  /** Only a well-formed document has one. */
  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static EmotionStatistics happy(float... shares) {
    EmotionStatistics statistics = new EmotionStatistics();
    for (float share : shares) {
      statistics.add(
          EmotionProbabilities.of(List.of(Emotion.HAPPY, Emotion.SAD), share, 1 - share));
    }
    return statistics;
  }

  @Test
  void aNameOfAnyCharactersIsTextAndNothingElse() throws Exception {
    Timeline timeline = new Timeline();
    timeline.add(frame(0, face(1, Emotion.HAPPY)));
    timeline.add(frame(1, face(1, Emotion.HAPPY)));
    Document svg = parsed(TimelineChart.svg(timeline, "<b>&\u0001\uD800'\".mp4"));
    NodeList texts = svg.getElementsByTagName("text");
    assertThat(texts.item(0).getTextContent())
        .isEqualTo("Emotions over time: <b>&\uFFFD\uFFFD'\".mp4");
    assertThat(svg.getElementsByTagName("b").getLength()).isZero();
  }

  @Test
  void aBarIsAsHighAsItsMeanInBothForms() throws Exception {
    Map<String, EmotionStatistics> groups = new LinkedHashMap<>();
    groups.put("one", happy(0.5f, 0.5f));
    groups.put("two", happy(0.25f, 0.25f));
    NodeList bars = parsed(DistributionChart.svg(groups, "a")).getElementsByTagName("rect");
    // Of sadness, 0.5 and 0.75 of a scale that ends at 0.8.
    assertThat(height(bars, 0x2F6DB5, 320 * 0.5 / 0.8)).isTrue();
    assertThat(height(bars, 0xE08A2E, 320 * 0.75 / 0.8)).isTrue();

    BufferedImage png = ImageIO.read(new ByteArrayInputStream(DistributionChart.png(groups, "a")));
    int sad = 90 + 5 * 125 + 62;
    assertThat(png.getRGB(sad - 10, 130 + 320 - 150) & 0xFFFFFF).isEqualTo(0x2F6DB5);
    assertThat(png.getRGB(sad + 10, 130 + 320 - 250) & 0xFFFFFF).isEqualTo(0xE08A2E);
    assertThat(png.getRGB(sad - 10, 130 + 320 - 250) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThatIllegalArgumentException().isThrownBy(() -> DistributionChart.svg(Map.of(), "a"));
  }

  private static boolean height(NodeList bars, int color, double height) {
    for (int i = 0; i < bars.getLength(); i++) {
      Element bar = (Element) bars.item(i);
      if (bar.getAttribute("fill").equals(String.format("#%06x", color))
          && Math.abs(Double.parseDouble(bar.getAttribute("height")) - height) <= 1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aCurveIsInterruptedWhereTheFaceIsNotSeen() throws Exception {
    EmotionBins bins = new EmotionBins(Duration.ofSeconds(1));
    for (int second : new int[] {0, 1, 2, 6, 7}) {
      bins.add(frame(second, face(1, Emotion.HAPPY)));
    }
    Document svg = parsed(CurvesChart.svg(bins, "video.mp4"));
    NodeList curves = svg.getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(2 * 7);
    // Angry to the full, so along the top of the panel; 8 seconds are 1,040 pixels.
    assertThat(((Element) curves.item(0)).getAttribute("points"))
        .isEqualTo("185.0,140.0 315.0,140.0 445.0,140.0");
    BufferedImage png = ImageIO.read(new ByteArrayInputStream(CurvesChart.png(bins, "video.mp4")));
    assertThat(png.getRGB(300, 140) & 0xFFFFFF).isEqualTo(0xE5383B);
    assertThat(png.getRGB(700, 140) & 0xFFFFFF).isNotEqualTo(0xE5383B);
  }

  @Test
  void nobodyIsDrawnAsNobody() throws Exception {
    Document svg = parsed(CurvesChart.svg(new EmotionBins(Duration.ofSeconds(1)), "video.mp4"));
    assertThat(svg.getDocumentElement().getTextContent()).contains("no face was found");
    Document matrix = parsed(ConfusionChart.svg(Map.of(Emotion.SAD, List.of(3L)), "a & b"));
    assertThat(matrix.getDocumentElement().getTextContent()).contains("a & b", "100 %");
  }
}

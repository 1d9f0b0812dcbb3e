package io.github.deepfer.web.load;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.testkit.Scene;
import io.github.deepfer.testkit.Scenes;
import io.github.deepfer.web.WebServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A good request, and what a right answer to it holds: the faces that are known to be on its
 * pictures, under the names that only this request gave them.
 *
 * @param contentType of the body
 * @param body a form
 * @param expected a line per picture: its name and its emotions in alphabetical order
 */
record Order(String contentType, byte[] body, List<String> expected) {
  private static final Pattern PICTURE_OR_EMOTION =
      Pattern.compile("\"(image|emotion)\":\"([^\"]*)\"");

  private record Sample(byte[] file, String emotions) {}

  private static final List<List<Sample>> KINDS = kinds();

  static Order of(int client, int number) {
    List<Sample> samples = KINDS.get((client + number) % KINDS.size());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    for (Sample sample : samples) {
      String name = client + "-" + number + "-" + expected.size() + ".png";
      String head =
          "--order\r\nContent-Disposition: form-data; name=\"image\"; filename=\""
              + name
              + "\"\r\n\r\n";
      body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      body.writeBytes(sample.file());
      body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      expected.add(name + sample.emotions());
    }
    body.writeBytes("--order--\r\n".getBytes(StandardCharsets.US_ASCII));
    return new Order("multipart/form-data; boundary=order", body.toByteArray(), expected);
  }

  /** Whether an answer's JSON is this request's. */
  boolean isAnsweredBy(String json) {
    List<String> found = new ArrayList<>();
    List<String> emotions = new ArrayList<>();
    Matcher matcher = PICTURE_OR_EMOTION.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals("image")) {
        close(found, emotions);
        found.add(matcher.group(2));
      } else {
        emotions.add(matcher.group(2));
      }
    }
    close(found, emotions);
    return found.equals(expected);
  }

  private static void close(List<String> pictures, List<String> emotions) {
    if (!pictures.isEmpty()) {
      emotions.sort(null);
      pictures.set(pictures.size() - 1, pictures.get(pictures.size() - 1) + emotions);
    }
    emotions.clear();
  }

  private static List<List<Sample>> kinds() {
    try {
      Sample happy = new Sample(file("portrait-happy"), emotions("portrait-happy"));
      Sample pair = new Sample(file("pair"), emotions("pair"));
      Sample photo = new Sample(jpeg(pair.file()), pair.emotions());
      return List.of(
          List.of(pair), List.of(happy), List.of(photo), List.of(happy, photo), List.of(pair));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static String emotions(String scene) {
    return Scenes.all().stream()
        .filter(each -> each.name().equals(scene))
        .flatMap(each -> each.faces().stream())
        .map(Scene.LabelledFace::emotion)
        .map(Emotion::label)
        .sorted()
        .toList()
        .toString();
  }

  static byte[] file(String name) throws IOException {
    try (InputStream in = WebServer.class.getResourceAsStream("page/samples/" + name + ".png")) {
      return in.readAllBytes();
    }
  }

  private static byte[] jpeg(byte[] png) throws IOException {
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage opaque =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(picture, 0, 0, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(opaque, "jpeg", out);
    return out.toByteArray();
  }
}

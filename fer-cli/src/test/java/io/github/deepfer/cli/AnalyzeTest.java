package io.github.deepfer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.report.table.FaceTableReader;
import io.github.deepfer.testkit.Scenes;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzeTest {
  @TempDir Path folder;
  private Path pair;

  @BeforeEach
  void writePair() throws IOException {
    pair = folder.resolve("päir of faces.png");
    try (InputStream picture = Scenes.class.getResourceAsStream("pictures/pair.png")) {
      Files.copy(picture, pair);
    }
  }

  @Test
  void namesBothFacesInJsonWhateverTheLocale() {
    Locale before = Locale.getDefault();
    Run run;
    try {
      Locale.setDefault(Locale.GERMANY);
      run = Run.of("analyze", "--json", pair.toString());
    } finally {
      Locale.setDefault(before);
    }
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    Map<String, Object> result = results(run).get(0);
    assertThat(result)
        .containsEntry("image", pair.toString())
        .containsEntry("width", 640.0)
        .containsEntry("height", 480.0);
    List<Map<String, Object>> faces = maps(result.get("faces"));
    assertThat(faces)
        .extracting(face -> face.get("emotion"))
        .containsExactlyInAnyOrder("happy", "surprise");
    for (Map<String, Object> face : faces) {
      assertThat(face.keySet())
          .containsExactly(
              "id",
              "box",
              "score",
              "emotion",
              "probability",
              "probabilities",
              "landmarks",
              "quality");
      assertThat(map(face.get("quality"))).containsEntry("usable", true);
      Map<String, Object> probabilities = map(face.get("probabilities"));
      assertThat(probabilities.keySet())
          .containsExactly("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise");
      assertThat(probabilities.values().stream().mapToDouble(each -> (Double) each).sum())
          .isBetween(0.9999, 1.0001);
      assertThat(face.get("probability")).isEqualTo(probabilities.get(face.get("emotion")));
    }
    assertThat(map(run.json().get("runtime")))
        .containsEntry("detector", "face")
        .containsEntry("classifier", "lite")
        .containsEntry("head", "balanced")
        .containsEntry("executionProvider", "cpu");
  }

  @Test
  void tellsPeopleEachFace() {
    Run run = Run.of("analyze", pair.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("(640x480): 2 faces").contains("happy").contains("surprise");
  }

  @Test
  void reportsEachBadInputAndAnalyzesTheOthers() throws IOException {
    Path empty = write("empty.png", new byte[0]);
    Path text = write("text.png", "no picture\n".getBytes(StandardCharsets.UTF_8));
    byte[] jpeg = encoded(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpg");
    Path cut = write("cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
    byte[] bomb = encoded(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY), "png");
    ByteBuffer.wrap(bomb).putInt(16, 20_000).putInt(20, 20_000);
    Path huge = write("bomb.png", bomb);
    List<String> bad =
        List.of(
            folder.resolve("missing.png").toString(),
            Files.createDirectory(folder.resolve("no pictures")).toString(),
            empty.toString(),
            text.toString(),
            cut.toString(),
            huge.toString());
    String[] args = new String[bad.size() + 3];
    args[0] = "analyze";
    args[1] = "--json";
    for (int i = 0; i < bad.size(); i++) {
      args[i + 2] = bad.get(i);
    }
    args[bad.size() + 2] = pair.toString();

    Run run = Run.of(args);

    assertThat(run.exitCode()).isEqualTo(1);
    List<Map<String, Object>> results = results(run);
    assertThat(results).hasSize(bad.size() + 1);
    for (int i = 0; i < bad.size(); i++) {
      assertThat(results.get(i))
          .containsEntry("image", bad.get(i))
          .containsOnlyKeys("image", "error");
      assertThat((String) results.get(i).get("error")).contains(bad.get(i));
      assertThat(run.err()).contains(bad.get(i));
    }
    assertThat((List<?>) results.get(bad.size()).get("faces")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_RGB
      })
  void findsNobodyOnPlainPicturesOfAnyDepth(int type) throws IOException {
    Path one = write("one.png", encoded(opaque(1, 1, type), "png"));
    Path plain = write("plain.png", encoded(opaque(200, 100, type), "png"));
    Run run = Run.of("analyze", "--json", one.toString(), plain.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(results(run)).allSatisfy(each -> assertThat((List<?>) each.get("faces")).isEmpty());
  }

  private static BufferedImage opaque(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, 0xff204080);
    }
    return image;
  }

  /** White would be what everyone sees, and nobody is on it: a wrong answer with exit 0. */
  @Test
  void refusesAPictureOfWhichNothingCanBeSeen() throws IOException {
    BufferedImage nothing = new BufferedImage(200, 100, BufferedImage.TYPE_INT_ARGB);
    Run run = Run.of("analyze", write("nothing.png", encoded(nothing, "png")).toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nothing.png is fully transparent");
  }

  @Test
  void readsCmykJpegs() throws IOException {
    Raster cmyk = Raster.createBandedRaster(0, 96, 96, 4, null);
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Path file = folder.resolve("cmyk.jpg");
    try (var stream = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(stream);
      writer.write(new IIOImage(cmyk, null, null));
    } finally {
      writer.dispose();
    }
    Run run = Run.of("analyze", "--json", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(results(run).get(0)).containsEntry("width", 96.0).containsEntry("height", 96.0);
  }

  /** Faces are found upright only, so a picture that is not turned back has none. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsPicturesAsTheirExifOrientationSays(int orientation) throws IOException {
    BufferedImage upright = ImageIO.read(pair.toFile());
    int right = upright.getWidth() - 1;
    int bottom = upright.getHeight() - 1;
    boolean onItsSide = orientation >= 5;
    BufferedImage stored =
        new BufferedImage(
            onItsSide ? upright.getHeight() : upright.getWidth(),
            onItsSide ? upright.getWidth() : upright.getHeight(),
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        // Where CIPA DC-008 says that stored row 0 and column 0 are seen.
        int rgb =
            switch (orientation) {
              case 1 -> upright.getRGB(x, y);
              case 2 -> upright.getRGB(right - x, y);
              case 3 -> upright.getRGB(right - x, bottom - y);
              case 4 -> upright.getRGB(x, bottom - y);
              case 5 -> upright.getRGB(y, x);
              case 6 -> upright.getRGB(right - y, x);
              case 7 -> upright.getRGB(right - y, bottom - x);
              default -> upright.getRGB(y, bottom - x);
            };
        stored.setRGB(x, y, rgb);
      }
    }
    byte[] jpeg = encoded(stored, "jpg");
    byte[] exif =
        ByteBuffer.allocate(36)
            .putShort((short) 0xFFE1)
            .putShort((short) 34)
            .put("Exif\0\0MM\0*\0\0\0\b\0\1".getBytes(StandardCharsets.ISO_8859_1))
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) orientation)
            .array();
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + exif.length);
    file.put(jpeg, 0, 2).put(exif).put(jpeg, 2, jpeg.length - 2);

    Run run = Run.of("analyze", "--json", write("turned.jpg", file.array()).toString());

    assertHappyLeftOfSurprise(results(run).get(0));
  }

  @Test
  void analyzesTheFirstFrameOfAnAnimation() throws IOException {
    BufferedImage first = ImageIO.read(pair.toFile());
    BufferedImage second = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    Path file = folder.resolve("animated.gif");
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var stream = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      writer.writeToSequence(new IIOImage(first, null, null), null);
      writer.writeToSequence(new IIOImage(second, null, null), null);
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }

    assertHappyLeftOfSurprise(results(Run.of("analyze", "--json", file.toString())).get(0));
  }

  private static void assertHappyLeftOfSurprise(Map<String, Object> result) {
    assertThat(result).containsEntry("width", 640.0).containsEntry("height", 480.0);
    assertThat(maps(result.get("faces")))
        .extracting(face -> face.get("emotion"))
        .containsExactlyInAnyOrder("happy", "surprise");
    for (Map<String, Object> face : maps(result.get("faces"))) {
      boolean left = (Double) map(face.get("box")).get("x") < 320;
      assertThat(left).as("%s is on the left", face).isEqualTo(face.get("emotion").equals("happy"));
    }
  }

  @Test
  void writesPicturesOfOneNameToTwoFilesAndNeverOverAnInput() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve(pair.getFileName());
    Files.copy(pair, other);
    byte[] before = Files.readAllBytes(pair);

    Run run = Run.of("analyze", "--out", folder.toString(), pair.toString(), other.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(Files.readAllBytes(pair)).isEqualTo(before);
    for (String name : List.of("päir of faces-2.png", "päir of faces-3.png")) {
      BufferedImage annotated = ImageIO.read(folder.resolve(name).toFile());
      assertThat(annotated.getWidth()).isEqualTo(640);
      assertThat(annotated.getHeight()).isEqualTo(480);
    }
  }

  @Test
  void whatFallsShortOfAChosenQualityIsListedAndNotClassified() {
    Map<String, Object> all = results(Run.of("analyze", "--json", pair.toString())).get(0);
    assertThat(all).doesNotContainKey("rejected");
    Run run = Run.of("analyze", "--json", "--min-quality", "size=200", pair.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Object> result = results(run).get(0);
    assertThat(maps(result.get("faces"))).isEmpty();
    assertThat(maps(result.get("rejected")))
        .hasSize(2)
        .allSatisfy(
            face -> {
              assertThat(face).doesNotContainKey("emotion");
              assertThat(face.get("quality").toString()).contains("small");
            });
    assertThat(Run.of("analyze", "--min-quality", "size=200", pair.toString()).out())
        .contains("no face of enough quality, 2 rejected");
    Run open = Run.of("analyze", "--json", "--min-quality", "default", pair.toString());
    assertThat(maps(results(open).get(0).get("faces"))).hasSize(2);
    for (String wrong :
        List.of("size", "size=-1", "sharpness=x", "colour=3", "", "yaw=Infinity", "pitch=1e99")) {
      Run refused = Run.of("analyze", "--min-quality", wrong, pair.toString());
      assertThat(refused.exitCode()).as(wrong).isEqualTo(2);
      assertThat(refused.err()).contains("size=32,yaw=30, got '" + wrong + "'");
    }
    Run twice = Run.of("analyze", "--min-quality", "yaw=30,size=20, yaw=40", pair.toString());
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("--min-quality", "names yaw twice; leave out one");
  }

  @Test
  void aPictureThatIsNamedTwiceIsRefusedWhereOnlyItsNameTellsWhatIsDone() {
    String csv = folder.resolve("twice.csv").toString();
    String[] twice = {"analyze", "--csv", csv, pair.toString(), folder.toString()};
    assertThat(Run.of(twice).exitCode()).isZero();
    List<String> resumed = new ArrayList<>(List.of(twice));
    resumed.add("--resume");
    Run run = Run.of(resumed.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is named twice, which --resume cannot tell apart");
  }

  @Test
  void refusesWrongUsage() throws IOException {
    String input = pair.toString();
    assertThat(Run.of().exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze").exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--nonsense", input).exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--out", input, input).exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--threads", "-1", input).exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--min-face", "-1", input).exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--gpu", "maybe", input).exitCode()).isEqualTo(2);
    assertThat(Run.of("analyze", "--classifier", "missing.onnx", input).exitCode()).isEqualTo(2);
    Run unknown = Run.of("analyze", "--detector", "nobody", input);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("nobody").contains("haar");
  }

  /** The reason would scroll off the terminal. */
  @Test
  void aWrongValueIsReportedInOneSentence() {
    String input = pair.toString();
    for (String[] wrong :
        new String[][] {
          {"--classifier", "nobody"},
          {"--detector", "nobody"},
          {"--threads", "x"},
          {"--threads", "-1"},
          {"--min-face", "-1"},
          {"--gpu", "maybe"},
          {"--out", input},
          {"--classifier", "missing.onnx"},
          {"--classifier", "http://h/a.onnx"}
        }) {
      Run run = Run.of("analyze", wrong[0], wrong[1], input);
      assertThat(run.exitCode()).as("%s", List.of(wrong)).isEqualTo(2);
      assertThat(run.err().lines()).singleElement().asString().startsWith("fer: ");
    }
    Run typo = Run.of("analyze", "--jsn", input);
    assertThat(typo.exitCode()).isEqualTo(2);
    assertThat(typo.err()).contains("--jsn", "--json").hasLineCount(2);
    assertThat(Run.of("analyze").err()).contains("IMAGE", "fer analyze --help").hasLineCount(2);
  }

  @Test
  void eachFaceBecomesAPictureOfItsBox() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other")).resolve(pair.getFileName());
    Files.copy(pair, other);
    Path crops = folder.resolve("a/crops");
    Run run = Run.of("analyze", "--json", "--crops", "" + crops, "" + pair, "" + other);
    assertThat(run.exitCode()).as(run.err()).isZero();
    BufferedImage whole = ImageIO.read(pair.toFile());
    for (int picture = 0; picture < 2; picture++) {
      List<Map<String, Object>> faces = maps(results(run).get(picture).get("faces"));
      for (int i = 0; i < 2; i++) {
        String name = "päir of faces" + (picture == 0 ? "" : "-2") + "-face" + (i + 1) + ".png";
        BufferedImage crop = ImageIO.read(crops.resolve(name).toFile());
        Map<String, Object> box = map(faces.get(i).get("box"));
        int x = ((Double) box.get("x")).intValue();
        int y = ((Double) box.get("y")).intValue();
        assertThat(1.0 * crop.getWidth()).isEqualTo(box.get("width"));
        assertThat(1.0 * crop.getHeight()).isEqualTo(box.get("height"));
        assertThat(crop.getRGB(5, 7)).isEqualTo(whole.getRGB(x + 5, y + 7));
      }
    }
    try (Stream<Path> written = Files.list(crops)) {
      assertThat(written).hasSize(4);
    }
  }

  @Test
  void aFolderBecomesATableThatAccountsForEveryPicture() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("pictures/b/c"));
    Path pictures = folder.resolve("pictures");
    Files.copy(pair, deep.resolve("pair.PNG"));
    Files.writeString(pictures.resolve("broken.jpg"), "no picture");
    Files.writeString(pictures.resolve("notes.txt"), "no picture either");
    BufferedImage plain = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Files.write(pictures.resolve("plain.png"), encoded(plain, "png"));
    Files.createSymbolicLink(deep.resolve("loop"), pictures);
    Path csv = folder.resolve("out/faces.csv");
    Path jsonl = folder.resolve("out/faces.jsonl");
    String[] command = {"analyze", "--csv", "" + csv, "--jsonl", "" + jsonl, "" + pictures};

    assertThat(Run.of(command).exitCode()).isEqualTo(1);
    assertThat(imagesOf(csv)).containsExactly("broken.jpg", "plain.png");

    command = Stream.concat(Stream.of(command), Stream.of("--recursive")).toArray(String[]::new);
    Run run = Run.of(command);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("broken.jpg");
    assertThat(imagesOf(csv))
        .containsExactly("b/c/pair.PNG", "b/c/pair.PNG", "broken.jpg", "plain.png");
    assertThat(Files.readAllLines(csv))
        .filteredOn(line -> line.contains("pair.PNG"))
        .allSatisfy(line -> assertThat(line).containsPattern(",640,480,[12],.*,(happy|surprise),"));
    assertThat(Files.readAllLines(jsonl)).hasSize(4);

    String before = Files.readString(csv);
    Files.writeString(csv, before.substring(0, before.indexOf("pair.PNG") + 20));
    Run resumed =
        Run.of(Stream.concat(Stream.of(command), Stream.of("--resume")).toArray(String[]::new));
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(csv).hasContent(before);
    assertThat(Files.readAllLines(jsonl)).hasSize(4);
    assertThat(Run.of("analyze", "--resume", "" + pictures).exitCode()).isEqualTo(2);
  }

  /**
   * What a file system allows, and what a terminal, a table and a walk over folders may do to it.
   */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its file names have none of these characters")
  void filesMayBeCalledAnything() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    List<String> names = List.of("-1.png", "=1+1.png", "a\n\"b\",.png", "e\033[2J.png", "字体.png");
    for (String name : names) {
      Files.copy(pair, pictures.resolve(name));
    }
    Files.createSymbolicLink(pictures.resolve("gone.png"), folder.resolve("nowhere.png"));
    Files.createSymbolicLink(pictures.resolve("loop"), pictures);
    Path csv = folder.resolve("faces.csv");
    Run run = Run.of("analyze", "--recursive", "--csv", "" + csv, "" + pictures);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).singleElement().asString().contains("gone.png does not exist");
    assertThat(run.out() + run.err()).doesNotContain("\033");
    List<String> read = new ArrayList<>();
    FaceTableReader.read(csv, row -> read.add(row.image() + " " + row.kind()));
    List<String> expected = new ArrayList<>();
    for (String name : names) {
      expected.add(pictures.resolve(name) + " FACE");
      expected.add(pictures.resolve(name) + " FACE");
    }
    expected.add(pictures.resolve("gone.png") + " FAILED");
    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<String> imagesOf(Path csv) throws IOException {
    return Files.readAllLines(csv).stream()
        .skip(1)
        .map(line -> line.replaceAll(",.*", "").substring((folder + "/pictures/").length()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1/a.png", "https://h/a.png", "rtsp://h/s", "file:///a"})
  void addressesAreNotRead(String address) {
    for (String[] command :
        new String[][] {
          {"analyze", address},
          {"video", address},
          {"webcam", address},
          {"evaluate", "--data", address}
        }) {
      Run run = Run.of(command);
      assertThat(run.exitCode()).as("%s", List.of(command)).isEqualTo(1);
      assertThat(run.err()).contains("only local files are read, " + address + " is an address");
    }
  }

  @Test
  void standardInputIsAPicture() throws Exception {
    Process process =
        Run.childJvm(List.of(), "analyze", "--json", "--out", folder + "/out/", "-")
            .redirectInput(pair.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(results(new Run(0, out, "")).get(0)).containsEntry("image", "-");
    assertThat(out).contains("happy", "surprise");
    assertThat(folder.resolve("out/picture.png")).isNotEmptyFile();
  }

  @Test
  void failsWithJsonWhenTheModelIsDamaged() throws IOException {
    Path model = write("damaged.onnx", new byte[100]);
    Run run = Run.of("analyze", "--json", "--classifier", model.toString(), pair.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat((String) run.json().get("error")).contains("damaged.onnx");
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var bytes = new java.io.ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static List<Map<String, Object>> results(Run run) {
    return maps(run.json().get("results"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}

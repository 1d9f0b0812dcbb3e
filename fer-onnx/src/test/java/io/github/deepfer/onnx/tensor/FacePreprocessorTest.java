package io.github.deepfer.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

public class FacePreprocessorTest {
  private static final Offset<Float> TOLERANCE = within(1e-5f);
  private static final InputSpec GRAY_4X4 =
      new InputSpec(InputSpec.Layout.NCHW, 4, 4, PixelFormat.GRAY, 1, List.of(0.0), List.of(1.0));

  /** Expected values by src/test/python/preprocessing.py: PyTorch, Pillow and OpenCV. */
  @TestFactory
  List<DynamicTest> agreesWithPyTorchAndPillow() throws IOException {
    FloatBuffer expected =
        ByteBuffer.wrap(resource("preprocessing.bin"))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    List<DynamicTest> tests = new ArrayList<>();
    for (String line :
        new String(resource("preprocessing.csv"), StandardCharsets.UTF_8).split("\n")) {
      Case given = Case.parse(line);
      float[] tensor = new float[given.spec().size()];
      expected.get(tensor);
      tests.add(
          DynamicTest.dynamicTest(
              given.name(), () -> assertThat(run(given)).containsExactly(tensor, TOLERANCE)));
    }
    assertThat(expected.hasRemaining()).as("values without a case").isFalse();
    return tests;
  }

  private static float[] run(Case given) {
    Image image = picture(given.width(), given.height());
    return write(new FacePreprocessor(given.spec()), image, given.crop(), given.spec().size());
  }

  @Test
  void reuseLeavesNothingBehind() throws IOException {
    FacePreprocessor reused = new FacePreprocessor(GRAY_4X4);
    Image large = picture(301, 205);
    Image small = picture(9, 7);
    float[] first = write(reused, small, FaceCrop.whole(small), 16);
    write(reused, large, new FaceCrop(-50, 20, 400, 100), 16);
    assertThat(write(reused, small, FaceCrop.whole(small), 16)).isEqualTo(first);
  }

  @Test
  void facesLieOneAfterTheOther() {
    Image image = picture(9, 7);
    FaceCrop crop = new FaceCrop(1, 2, 5, 4);
    FacePreprocessor preprocessor = new FacePreprocessor(GRAY_4X4);
    FloatBuffer tensor = FloatBuffer.allocate(3 * 16);
    preprocessor.write(image, image.pixels(), crop, tensor, 2);
    assertThat(Arrays.copyOf(tensor.array(), 32)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(tensor.array(), 32, 48))
        .isEqualTo(write(preprocessor, image, crop, 16));
  }

  /** A weighted mean of equal pixels is that pixel, wherever the crop lies and however large. */
  @TestFactory
  List<DynamicTest> anyCropOfOneColourIsThatColour() {
    byte[] pixels = new byte[5 * 3];
    Arrays.fill(pixels, (byte) 200);
    Image image = Image.wrap(pixels, 5, 3, PixelFormat.GRAY);
    float max = Float.MAX_VALUE;
    float[] expected = new float[16];
    Arrays.fill(expected, 200f);
    return List.of(
            new FaceCrop(0, 0, max, max),
            new FaceCrop(-max / 2, -max / 2, max, max),
            new FaceCrop(max, max, max, max),
            new FaceCrop(-max, max, 1, 1),
            new FaceCrop(1e9f, -1e9f, 3, 5),
            new FaceCrop(-1e6f, -1e6f, 2e6f, 2e6f),
            new FaceCrop(2, 1, Float.MIN_VALUE, Float.MIN_VALUE),
            new FaceCrop(1.5f, 0.5f, 1e-6f, max),
            new FaceCrop(-0.5f, 2.75f, 0.25f, 100))
        .stream()
        .map(
            crop ->
                DynamicTest.dynamicTest(
                    crop.toString(),
                    () ->
                        assertThat(write(new FacePreprocessor(GRAY_4X4), image, crop, 16))
                            .containsExactly(expected, within(1e-3f))))
        .toList();
  }

  private static float[] write(
      FacePreprocessor preprocessor, Image image, FaceCrop crop, int size) {
    FloatBuffer tensor = FloatBuffer.allocate(size);
    preprocessor.write(image, image.pixels(), crop, tensor, 0);
    return tensor.array();
  }

  /** The picture of preprocessing.py. */
  public static Image picture(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[i++] = (byte) (3 * x * x + 5 * y * y + 7 * x * y + 11 * x + 83 * c);
        }
      }
    }
    return Image.wrap(rgb, width, height, PixelFormat.RGB);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = FacePreprocessorTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }

  private record Case(String name, int width, int height, FaceCrop crop, InputSpec spec) {
    static Case parse(String line) {
      String[] field = line.split(";");
      PixelFormat color = PixelFormat.valueOf(field[8].toUpperCase(Locale.ROOT));
      return new Case(
          field[0],
          Integer.parseInt(field[1]),
          Integer.parseInt(field[2]),
          new FaceCrop(
              Float.parseFloat(field[3]),
              Float.parseFloat(field[4]),
              Float.parseFloat(field[5]),
              Float.parseFloat(field[6])),
          new InputSpec(
              InputSpec.Layout.valueOf(field[7]),
              Integer.parseInt(field[9]),
              Integer.parseInt(field[10]),
              color,
              Double.parseDouble(field[11]),
              perChannel(field[12], color),
              perChannel(field[13], color)));
    }

    private static List<Double> perChannel(String numbers, PixelFormat color) {
      List<Double> values = Arrays.stream(numbers.split(",")).map(Double::valueOf).toList();
      return values.size() > 1 ? values : Collections.nCopies(color.bytesPerPixel(), values.get(0));
    }
  }
}

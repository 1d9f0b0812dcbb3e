package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.internal.ImageDecoders;
import io.github.deepfer.api.internal.ServiceFiles;
import io.github.deepfer.api.internal.image.SampleFiles;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecodeTest {
  @TempDir static Path services;
  @TempDir Path folder;

  /** Counts its calls and gives what it was told to, whatever the file holds. */
  public static final class FakeDecoder extends FakeProvider implements ImageDecoderProvider {
    static Image result;
    static int calls;

    public FakeDecoder() {
      super("fake", 0);
    }

    @Override
    public Set<String> formats() {
      return Set.of(JPEG);
    }

    @Override
    public Image decode(byte[] encoded) {
      calls++;
      if (result == null) {
        throw new ImageException("is damaged: bad Huffman code");
      }
      return result;
    }
  }

  @BeforeEach
  void reset() {
    FakeDecoder.result = null;
    FakeDecoder.calls = 0;
  }

  private static Image decoding(Callable<Image> body) throws Exception {
    return new ServiceFiles(services)
        .with(ImageDecoderProvider.class, FakeDecoder.class)
        .call(body);
  }

  private static void assertRefused(Callable<Image> body, String... messageParts) {
    assertThatThrownBy(() -> decoding(body))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(messageParts);
    assertThat(FakeDecoder.calls).as("calls of the decoder").isZero();
  }

  @Test
  void everyDoorGivesThePicture() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    Path file = Files.write(folder.resolve("Fünf Gesichter 人.jpg"), jpeg);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.read(file))).isSameAs(FakeDecoder.result);
    assertThat(decoding(() -> Image.decode(jpeg))).isSameAs(FakeDecoder.result);
    assertThat(decoding(() -> Image.decode(new ByteArrayInputStream(jpeg))))
        .isSameAs(FakeDecoder.result);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("no such file.png");
    assertRefused(() -> Image.read(file), file.toString(), "does not exist", "check the path");
  }

  @Test
  void directory() {
    assertRefused(
        () -> Image.read(folder), folder.toString(), "is a directory", "name a picture file");
  }

  @Test
  void emptyFile() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertRefused(() -> Image.read(file), file.toString(), "is empty", "a picture was expected");
  }

  @Test
  void textNamedPng() throws Exception {
    Path file = Files.writeString(folder.resolve("text.png"), "Dear reader, no picture");
    assertRefused(
        () -> Image.read(file),
        file.toString(),
        "is not a picture that can be read, but a text that begins with \"Dear rea\"",
        "JPEG, PNG, GIF, BMP and WebP are");
  }

  @Test
  void truncatedJpeg() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 300, 200);
    Path file = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    assertRefused(() -> Image.read(file), file.toString(), "is cut short", "get the whole file");
  }

  @Test
  void whatTheDecoderFindsNamesTheFile() throws Exception {
    Path file = Files.write(folder.resolve("bad.jpg"), SampleFiles.imageIo("jpg", 3, 2));
    assertThatThrownBy(() -> decoding(() -> Image.read(file)))
        .isInstanceOf(ImageException.class)
        .hasMessage(file + " is damaged: bad Huffman code");
  }

  @Test
  void decodedSizeMustBeThatOfTheHeader() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 4, 2);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThatThrownBy(() -> decoding(() -> Image.decode(jpeg)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("header says 4x2")
        .hasMessageContaining("data holds 3x2");
  }

  @Test
  void headerBombsNeverReachTheDecoder() throws Exception {
    byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, 1);
    byte[] gif = SampleFiles.imageIo("gif", 8, 8);
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(6, (short) 20_000)
        .putShort(8, (short) 20_000);
    byte[] bmp = SampleFiles.imageIo("bmp", 8, 8);
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 20_000).putInt(22, 20_000);
    for (byte[] bomb :
        List.of(
            SampleFiles.emptyPng(20_000, 20_000),
            SampleFiles.extendedWebp(20_000, 20_000, tiff),
            gif,
            bmp)) {
      assertRefused(
          () -> Image.decode(bomb),
          "20000x20000 = 400000000 pixels",
          "the limit is 100000000",
          "raise ImageLimits.maxPixels");
    }
    assertRefused(
        () -> Image.decode(SampleFiles.emptyPng(Integer.MAX_VALUE, Integer.MAX_VALUE)),
        "the limit is");
  }

  @Test
  void pixelLimitIsInclusive() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.decode(jpeg, new ImageLimits(6, 10_000)))).isNotNull();
    FakeDecoder.calls = 0;
    assertRefused(
        () -> Image.decode(jpeg, new ImageLimits(5, 10_000)), "3x2 = 6 pixels", "limit is 5");
    assertThatThrownBy(() -> Image.decode(jpeg, new ImageLimits(5, 10_000)))
        .isInstanceOf(ImageTooLargeException.class);
  }

  @Test
  void byteLimitHoldsAtEveryDoor() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    Path file = Files.write(folder.resolve("a.jpg"), jpeg);
    ImageLimits exact = new ImageLimits(6, jpeg.length);
    ImageLimits less = new ImageLimits(6, jpeg.length - 1);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.read(file, exact))).isNotNull();
    assertThat(decoding(() -> Image.decode(jpeg, exact))).isNotNull();
    assertThat(decoding(() -> Image.decode(new ByteArrayInputStream(jpeg), exact))).isNotNull();
    FakeDecoder.calls = 0;
    assertRefused(() -> Image.read(file, less), file.toString(), "ImageLimits.maxBytes");
    assertRefused(() -> Image.decode(jpeg, less), "ImageLimits.maxBytes");
    assertThatThrownBy(() -> Image.decode(jpeg, less)).isInstanceOf(ImageTooLargeException.class);
    assertRefused(() -> Image.decode(new ByteArrayInputStream(jpeg), less), "ImageLimits.maxBytes");
  }

  @Test
  void endlessStreamStopsAtTheLimit() {
    int[] read = new int[1];
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 0xFF;
          }
        };
    assertRefused(() -> Image.decode(endless, new ImageLimits(6, 1000)), "more than 1000 bytes");
    assertThat(read[0]).isLessThanOrEqualTo(1001);
  }

  @Test
  void brokenStream() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertRefused(() -> Image.decode(broken), "connection reset");
  }

  @Test
  void streamStaysOpen() throws Exception {
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    boolean[] closed = new boolean[1];
    InputStream stream =
        new ByteArrayInputStream(SampleFiles.imageIo("jpg", 3, 2)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    decoding(() -> Image.decode(stream));
    assertThat(closed[0]).isFalse();
  }

  @Test
  void withoutADecoderTheErrorSaysWhatToAdd() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    assertThatThrownBy(() -> new ServiceFiles(folder).call(() -> Image.decode(jpeg)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no image-decoder for jpeg can run here")
        .hasMessageContaining("io.github.deepfer:deepfer");
  }

  @Test
  void withoutDesktopTheErrorNamesAnotherDecoder() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    ServiceFiles services =
        new ServiceFiles(folder).with(ImageDecoderProvider.class, DecoderWithoutDesktop.class);
    assertThatThrownBy(() -> services.call(() -> Image.decode(jpeg)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("found: imageio (no java.desktop); use a Java with the module")
        .hasMessageContaining("add io.github.deepfer:fer-opencv");
  }

  /** As that of fer-awt is on a Java without {@code java.desktop}. */
  public static final class DecoderWithoutDesktop extends FakeProvider
      implements ImageDecoderProvider {
    public DecoderWithoutDesktop() {
      super("imageio", 40);
    }

    @Override
    public Availability availability() {
      return new Availability.Unavailable("no java.desktop");
    }

    @Override
    public Set<String> formats() {
      return Set.of(JPEG);
    }

    @Override
    public Image decode(byte[] encoded) {
      throw new AssertionError("it cannot run here");
    }
  }

  /** CIPA DC-008, 4.6.4 A: which side of the upright picture row 0 and column 0 are on. */
  private enum Side {
    TOP,
    RIGHT,
    BOTTOM,
    LEFT
  }

  private static final Side[][] ROW_0_AND_COLUMN_0 = {
    {Side.TOP, Side.LEFT},
    {Side.TOP, Side.RIGHT},
    {Side.BOTTOM, Side.RIGHT},
    {Side.BOTTOM, Side.LEFT},
    {Side.LEFT, Side.TOP},
    {Side.RIGHT, Side.TOP},
    {Side.RIGHT, Side.BOTTOM},
    {Side.LEFT, Side.BOTTOM},
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifTurnsThePictureUpright(int tag) throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    byte[] webp = SampleFiles.resource("webp/lossless-3x2.webp");
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] tiff = SampleFiles.tiff(order, tag);
      assertUpright(tag, SampleFiles.withExif(jpeg, tiff), PixelFormat.BGR);
      assertTurned(tag, Image.decode(png), Image.decode(SampleFiles.withChunk(png, "eXIf", tiff)));
      byte[] turned = SampleFiles.extendedWebp(webp, 3, 2, tiff);
      assertTurned(tag, Image.decode(webp), Image.decode(turned));
    }
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void exifTurnsEveryPixelFormat(PixelFormat format) throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    for (int tag = 1; tag <= 8; tag++) {
      byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, tag);
      assertUpright(tag, SampleFiles.withExif(jpeg, tiff), format);
    }
  }

  private static void assertUpright(int tag, byte[] file, PixelFormat format) throws Exception {
    int size = format.bytesPerPixel();
    int stride = 3 * size + 5;
    byte[] stored = new byte[2 * stride];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = size == 4 && i % stride % 4 == 3 ? (byte) 255 : (byte) i;
    }
    FakeDecoder.result = Image.wrap(ByteBuffer.wrap(stored), 3, 2, stride, format);
    assertTurned(tag, FakeDecoder.result, decoding(() -> Image.decode(file)));
  }

  private static void assertTurned(int tag, Image stored, Image upright) {
    Side row0 = ROW_0_AND_COLUMN_0[tag - 1][0];
    Side column0 = ROW_0_AND_COLUMN_0[tag - 1][1];
    boolean turned = row0 == Side.LEFT || row0 == Side.RIGHT;
    assertThat(upright.width()).isEqualTo(turned ? 2 : 3);
    assertThat(upright.height()).isEqualTo(turned ? 3 : 2);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        int alongRow0 = row0 == Side.TOP || row0 == Side.LEFT ? row : 1 - row;
        int alongColumn0 = column0 == Side.TOP || column0 == Side.LEFT ? column : 2 - column;
        int x = turned ? alongRow0 : alongColumn0;
        int y = turned ? alongColumn0 : alongRow0;
        assertThat(color(upright, x, y))
            .as("tag %s, stored row %s, column %s", tag, row, column)
            .isEqualTo(color(stored, column, row));
      }
    }
  }

  private static int color(Image image, int x, int y) {
    ByteBuffer pixels = image.pixels();
    PixelFormat format = image.format();
    int at = y * image.stride() + x * format.bytesPerPixel();
    return (pixels.get(at + format.red()) & 0xFF) << 16
        | (pixels.get(at + format.green()) & 0xFF) << 8
        | (pixels.get(at + format.blue()) & 0xFF);
  }

  /** Reads a format of its own: a header of four bytes and a size, then grey pixels. */
  public static final class ToyDecoder extends FakeProvider implements ImageDecoderProvider {
    public ToyDecoder() {
      super("toy", 10);
    }

    @Override
    public Set<String> formats() {
      return Set.of("toy");
    }

    @Override
    public ImageHeader header(byte[] encoded) {
      boolean toy = encoded.length >= 7 && encoded[0] == 'T' && encoded[1] == 'O';
      return toy ? new ImageHeader(encoded[4] * 1000, encoded[5], encoded[6]) : null;
    }

    @Override
    public Image decode(byte[] encoded) {
      if (encoded.length == 7) {
        throw new ImageTooLargeException("has more than a toy can hold");
      }
      int width = encoded[4] * 1000;
      return Image.wrap(new byte[width * encoded[5]], width, encoded[5], PixelFormat.GRAY);
    }
  }

  private static Image toy(int... bytes) throws Exception {
    byte[] file = new byte[4 + bytes.length];
    file[0] = 'T';
    file[1] = 'O';
    for (int i = 0; i < bytes.length; i++) {
      file[4 + i] = (byte) bytes[i];
    }
    return new ServiceFiles(services)
        .with(ImageDecoderProvider.class, FakeDecoder.class.getName(), ToyDecoder.class.getName())
        .call(() -> Image.decode(file, new ImageLimits(9000, 100)));
  }

  @Test
  void aDecoderBringsAFormatOfItsOwn() throws Exception {
    Image image = toy(2, 3, 1, 0);
    assertThat(image.width()).isEqualTo(2000);
    assertThat(image.height()).isEqualTo(3);
    assertThat(toy(2, 3, 6, 0).width()).as("turned by its header").isEqualTo(3);
  }

  @Test
  void theLimitsHoldForFormatsOfOthers() {
    assertThatThrownBy(() -> toy(4, 3, 1, 0))
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContaining("4000x3 = 12000 pixels, the limit is 9000");
    assertThatThrownBy(() -> toy(0, 3, 1, 0))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("header says 0x3 pixels");
  }

  @Test
  void whatADecoderFindsTooLargeStaysThat() {
    assertThatThrownBy(() -> toy(2, 3, 1))
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessage("picture has more than a toy can hold");
  }

  @Test
  void whatIsReadTellsOfFormatsOfOthers() throws Exception {
    ServiceFiles services = new ServiceFiles(folder);
    services.with(ImageDecoderProvider.class, ToyDecoder.class);
    assertThatThrownBy(() -> services.call(() -> Image.decode(new byte[] {1, 2, 3})))
        .hasMessageContaining("JPEG, PNG, GIF, BMP and WebP, TOY are");
  }

  @Test
  void theDecoderThatThePropertyNamesComesFirst() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    ServiceFiles services = new ServiceFiles(folder);
    services.with(
        ImageDecoderProvider.class, FakeDecoder.class.getName(), WhiteDecoder.class.getName());
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(services.call(() -> Image.decode(jpeg)).pixels().get(0)).isEqualTo((byte) 255);
    System.setProperty("fer.decoder", "fake");
    try {
      assertThat(services.call(() -> Image.decode(jpeg))).isSameAs(FakeDecoder.result);
      System.setProperty("fer.decoder", "nobody");
      assertThatThrownBy(() -> services.call(() -> Image.decode(jpeg)))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("no image-decoder has the id nobody; choose one of: white, fake");
    } finally {
      System.clearProperty("fer.decoder");
    }
  }

  /** Better than the fake one by its priority. */
  public static final class WhiteDecoder extends FakeProvider implements ImageDecoderProvider {
    public WhiteDecoder() {
      super("white", 1);
    }

    @Override
    public Set<String> formats() {
      return Set.of(JPEG);
    }

    @Override
    public Image decode(byte[] encoded) {
      byte[] white = new byte[18];
      Arrays.fill(white, (byte) 255);
      return Image.wrap(white, 3, 2, PixelFormat.RGB);
    }
  }

  /** A decoder holds its loader, as its class does. */
  @Test
  void aClassLoaderThatHasDecodedIsNotKept() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    WeakReference<ClassLoader> loader = new WeakReference<>(loaderThatDecodes(jpeg), gone);
    for (int i = 0; i < 100 && !loader.refersTo(null); i++) {
      System.gc();
      gone.remove(10);
    }
    assertThat(loader.refersTo(null)).isTrue();
  }

  /** Looking for them takes as long as decoding several pictures. */
  @Test
  void decodersOfTheLibrarysOwnLoaderAreLookedForOnce() {
    WeakReference<ImageDecoders> known = new WeakReference<>(ImageDecoders.ofThisThread());
    System.gc();
    assertThat(known.get()).isNotNull().isSameAs(ImageDecoders.ofThisThread());
  }

  private ClassLoader loaderThatDecodes(byte[] jpeg) throws Exception {
    URL[] urls = {
      folder.toUri().toURL(), FakeDecoder.class.getProtectionDomain().getCodeSource().getLocation()
    };
    // Loads the decoder by itself, as a web application would.
    ClassLoader own =
        new URLClassLoader(urls, ImageDecodeTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.contains("WhiteDecoder") ? findClass(name) : super.loadClass(name, resolve);
          }
        };
    new ServiceFiles(folder).with(ImageDecoderProvider.class, WhiteDecoder.class);
    assertThat(ServiceFiles.callWith(own, () -> Image.decode(jpeg)).pixels().get(0))
        .isEqualTo((byte) 255);
    return own;
  }

  @ParameterizedTest
  @CsvSource({
    "0000001C667479706865696300000000, a HEIC picture",
    "0000001C667479706D69663100000000, a HEIF picture",
    "0000001C667479706176696600000000, an AVIF picture",
    "49492A0008000000, a TIFF or raw camera picture",
    "4D4D002A00000008, a TIFF or raw camera picture",
    "0000001C667479706D696631000000006D69663161766966, an AVIF picture",
    "0000001C667479706D696631000000006D69663168656963, a HEIC picture",
    "00000018667479706D696631000000006D696631, a HEIF picture",
    "0000020000000000000000002000, a Targa picture",
    "3C21444F4354595045207376673E, an SVG drawing",
    "FF0A0000, a JPEG XL picture",
    "0000000C4A584C200D0A870A, a JPEG XL picture",
    "0000000C6A5020200D0A870A, a JPEG 2000 picture",
    "255044462D312E37, a PDF document",
    "38425053, a Photoshop picture",
    "00000100, a Windows icon",
    "3C737667207769647468, an SVG drawing"
  })
  void picturesOfOtherKindsAreNamed(String start, String name) {
    assertRefusedAs(
        start, name, "which is not read; convert it to one of JPEG, PNG, GIF, BMP and WebP");
  }

  @ParameterizedTest
  @CsvSource({
    "0000001C6674797069736F6D00000000, an MP4 video",
    "0000001C66747970717420200000000, a QuickTime video",
    "1A45DFA3, a Matroska or WebM video",
    "52494646000000004156492000, an AVI video",
    "595556344D504547322057, a YUV4MPEG2 video"
  })
  void videosAreNamedAndWhatReadsThem(String start, String name) {
    assertRefusedAs(start, name, " and not a picture; analyze it as a video");
  }

  @ParameterizedTest
  @CsvSource({
    "504B0304, a ZIP archive",
    "EFBBBF3C21444F43545950452068746D6C3E, an HTML page",
    "3C3F786D6C3E0A3C61, an HTML or XML document"
  })
  void whatIsNoPictureIsNamed(String start, String name) {
    assertRefusedAs(start, name, " and not a picture; JPEG, PNG, GIF, BMP and WebP are read");
  }

  private static void assertRefusedAs(String start, String name, String advice) {
    byte[] file = HexFormat.of().parseHex(start.length() % 2 == 0 ? start : start + "0");
    assertRefused(() -> Image.decode(file), "picture is " + name, advice);
  }

  @Test
  void aTextMayBeginLikeABitmap() {
    assertRefused(
        () -> Image.decode("BMW is a car from Munich!".getBytes(StandardCharsets.UTF_8)),
        "is not a picture that can be read, but a text that begins with \"BMW is a\"");
  }

  @Test
  void bytesThatAreNothingKnownAreShown() {
    assertRefused(
        () -> Image.decode(new byte[] {0, (byte) 0xFE, 7}), "its first bytes are 00 fe 07");
  }
}

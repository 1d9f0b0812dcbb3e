package io.github.deepfer.ffmpeg;

import static io.github.deepfer.ffmpeg.Films.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.ImageTooLargeException;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.fixtures.FastStart;
import io.github.deepfer.sample.SampleVideo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films are written and read. */
class VideoFilesTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);
  private static final int KILLED_AFTER_FRAMES = 250;

  /** The codec loses a little, and half of the colours' resolution. */
  private static final double MAX_MEAN_ERROR = 6;

  @TempDir Path folder;

  @Test
  void whatIsReadIsWhatWasWritten() {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      // Phones vary their frame rate.
      times.add(Duration.ofMillis(40 * i + (i % 3) * 7));
    }
    Path file = write("film.mp4", PixelFormat.RGB, times);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.width()).isEqualTo(320);
      assertThat(reader.height()).isEqualTo(240);
      assertThat(reader.frameRate()).isCloseTo(25, within(1.0));
      assertThat(reader.duration().orElseThrow().toMillis()).isCloseTo(2400, within(60L));
      List<Frame> frames = readAll(reader);
      assertThat(frames).hasSameSizeAs(times);
      for (int i = 0; i < frames.size(); i++) {
        assertThat(frames.get(i).index()).isEqualTo(i);
        assertThat(frames.get(i).time().toMillis()).isCloseTo(times.get(i).toMillis(), within(1L));
        assertThat(meanError(frames.get(i).image(), FILM.frameAt(times.get(i))))
            .as("mean error of frame %s", i)
            .isLessThan(MAX_MEAN_ERROR);
      }
      assertThat(reader.next()).as("after the end").isNull();
    }
  }

  /** A single JPEG begins in the same way, and FFmpeg takes both for pictures. */
  @ParameterizedTest
  @ValueSource(strings = {"video.mjpeg", "video.MJPG"})
  void jpegsInARowAreAVideoByTheirName(String name) throws Exception {
    byte[] pixels = new byte[640 * 480];
    new Random(1).nextBytes(pixels);
    Path avi =
        Encoded.video(
            folder.resolve("video.avi"),
            "mjpeg",
            3,
            context ->
                context
                    .width(640)
                    .height(480)
                    .pix_fmt(avutil.AV_PIX_FMT_YUVJ420P)
                    .color_range(avutil.AVCOL_RANGE_JPEG),
            frame -> new BytePointer(frame.data(0)).put(pixels, 0, frame.linesize(0) * 400));
    Path file = Films.remux(avi, folder.resolve(name), "mjpeg");
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(readAll(reader)).hasSize(3);
    }
    Path picture = Files.copy(file, folder.resolve("picture.jpg"));
    assertThatThrownBy(() -> VideoReader.open(picture))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("is a picture (");
  }

  @ParameterizedTest
  @EnumSource
  void everyPixelFormatCanBeWritten(PixelFormat format) {
    Path file = write("film.mp4", format, List.of(Duration.ZERO, Duration.ofMillis(40)));
    try (VideoReader reader = VideoReader.open(file)) {
      Image read = reader.next().image();
      if (format != PixelFormat.GRAY) {
        assertThat(meanError(read, FILM.frameAt(Duration.ZERO))).isLessThan(MAX_MEAN_ERROR);
      }
      assertThat(readAll(reader)).hasSize(1);
    }
  }

  @Test
  void anOddLastRowAndColumnAreLeftOut() {
    Path file = folder.resolve("odd.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 65, 33, 10)) {
      writer.write(Image.wrap(new byte[65 * 33], 65, 33, PixelFormat.GRAY), Duration.ZERO);
    }
    try (VideoReader reader = VideoReader.open(file)) {
      Frame frame = reader.next();
      assertThat(frame.image().width()).isEqualTo(64);
      assertThat(frame.image().height()).isEqualTo(32);
      assertThat(reader.next()).isNull();
    }
  }

  /** Nothing is lost but the last fragment when the process dies without a word. */
  @Test
  void aFilmWhoseWriterIsKilledCanBePlayed() throws Exception {
    Path file = folder.resolve("killed.mp4");
    ChildJvm child = ChildJvm.run(ChildJvm.of(List.of(), Killed.class, file.toString()));
    assertThat(child.exitCode()).as(child.errors()).isEqualTo(9);
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(readAll(reader)).hasSizeBetween(KILLED_AFTER_FRAMES - 60, KILLED_AFTER_FRAMES);
    }
  }

  /** What the other process does. */
  static final class Killed {
    public static void main(String[] args) {
      Image image = FILM.frameAt(Duration.ZERO);
      VideoWriter writer = VideoWriter.open(Path.of(args[0]), 320, 240, 25);
      for (int i = 0; i < KILLED_AFTER_FRAMES; i++) {
        writer.write(image, Duration.ofMillis(40L * i));
      }
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void whatIsNoFilmSaysWhatItIs() throws Exception {
    assertRefused(folder, "is a directory");
    assertRefused(folder.resolve("missing.mp4"), "does not exist");
    assertRefused(Files.createFile(folder.resolve("empty.mp4")), "is empty");
    assertRefused(Files.writeString(folder.resolve("text.mp4"), "no film ".repeat(1000)), "no");
    Path png = folder.resolve("picture.png");
    Files.write(
        png,
        VideoFilesTest.class
            .getResourceAsStream("/io/github/deepfer/testkit/pictures/nobody.png")
            .readAllBytes());
    assertRefused(png, "holds no video", "analyze it as a picture");
    assertRefused(Files.write(folder.resolve("sound.wav"), wav()), "holds no video", "WAV");
  }

  /** A second of silence: 8 bits, one channel, 8 kHz (RIFF WAVE, format 1). */
  private static byte[] wav() {
    ByteBuffer wav = ByteBuffer.allocate(44 + 8000).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 8000);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wav.putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(8000);
    Arrays.fill(wav.array(), 44, wav.capacity(), (byte) 0x80);
    return wav.array();
  }

  /** Raw streams may simply be joined; recordings of television change like that. */
  @Test
  void aFilmMayChangeItsSize() throws Exception {
    SampleVideo large = SampleVideo.of(640, 480);
    Path small = Films.mp4(folder.resolve("small.mp4"), FILM, 5);
    Path file = Films.remux(small, folder.resolve("joined"), "h264");
    Path end = Films.mp4(folder.resolve("large.mp4"), large, 5);
    Files.write(
        file,
        Files.readAllBytes(Films.remux(end, folder.resolve("large"), "h264")),
        StandardOpenOption.APPEND);
    Path copy = folder.resolve("copy.mp4");
    try (VideoReader reader = VideoReader.open(file);
        VideoWriter writer = VideoWriter.open(copy, 320, 240, 25)) {
      List<Frame> frames = readAll(reader);
      assertThat(frames).extracting(frame -> frame.image().width()).startsWith(320).endsWith(640);
      assertThat(frames).hasSize(10);
      frames.forEach(frame -> writer.write(frame.image(), frame.time()));
    }
    try (VideoReader reader = VideoReader.open(copy)) {
      List<Frame> frames = readAll(reader);
      assertThat(frames).hasSize(10).allMatch(frame -> frame.image().width() == 320);
      // The same picture in both sizes, once stretched.
      assertThat(meanError(frames.get(9).image(), FILM.frameAt(Duration.ofMillis(160))))
          .isLessThan(MAX_MEAN_ERROR);
    }
    ImageLimits limits = new ImageLimits(320 * 240, 1 << 20);
    assertThatThrownBy(
            () -> {
              try (VideoReader reader = VideoReader.open(file, limits)) {
                readAll(reader);
              }
            })
        .isInstanceOf(ImageTooLargeException.class);
  }

  /** A slide show: the last picture stands for a long time, and nothing is missing. */
  @Test
  void fewFramesASecondAreNoDamage() {
    Path file = folder.resolve("slides.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 320, 240, 0.2)) {
      for (int i = 0; i < 3; i++) {
        writer.write(FILM.frameAt(Duration.ZERO), Duration.ofSeconds(5L * i));
      }
    }
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.duration()).hasValue(Duration.ofSeconds(15));
      assertThat(readAll(reader))
          .extracting(Frame::time)
          .containsExactly(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }
  }

  /** Damaged and odd films claim such rates, and are written again at them. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1, 240, 1e3, 9e4, 1e9})
  void anyFrameRateCanBeWritten(double rate) {
    Path file = folder.resolve("film.mp4");
    try (VideoWriter writer = VideoWriter.open(file, 320, 240, rate)) {
      for (int i = 0; i < 3; i++) {
        writer.write(FILM.frameAt(Duration.ZERO), Duration.ofMillis(40L * i));
      }
    }
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(readAll(reader)).hasSize(3);
    }
  }

  @Test
  void aClosedReaderStillTellsWhatTheFileSaid() {
    VideoReader reader = VideoReader.open(Films.mp4(folder.resolve("film.mp4"), FILM, 2));
    reader.close();
    reader.close();
    assertThat(reader.width()).isEqualTo(320);
    assertThat(reader.frameRate()).isCloseTo(25, within(0.1));
    assertThat(reader.duration()).hasValue(Duration.ofMillis(80));
    assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> VideoReader.open(file).close())
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void framesOverTheLimitAreRefusedBeforeTheyAreDecoded() {
    Path file = write("film.mp4", PixelFormat.RGB, times(1));
    ImageLimits limits = new ImageLimits(1000, 1 << 20);
    assertThatThrownBy(() -> VideoReader.open(file, limits).close())
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContainingAll("320x240", "1000");
    ImageLimits none = new ImageLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    try (VideoReader reader = VideoReader.open(file, none)) {
      assertThat(readAll(reader)).hasSize(1);
    }
  }

  /** Uncompressed films tell their size in a line of text. */
  @Test
  void aHugeSizeIsRefusedHoweverSmallTheFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("huge.y4m"),
            "YUV4MPEG2 W12000 H9000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + "x".repeat(1000));
    assertThatThrownBy(() -> VideoReader.open(file).close())
        .isInstanceOf(ImageTooLargeException.class)
        .hasMessageContainingAll("12000x9000", "100000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"F0:0", "F0:1"})
  void aFilmWithoutAFrameRateIsReadAtTheUsualOne(String rate) throws Exception {
    byte[] film = Files.readAllBytes(Films.y4m(folder.resolve("film.y4m"), FILM, 3));
    String text = new String(film, StandardCharsets.ISO_8859_1);
    Path file =
        Files.write(
            folder.resolve("still.y4m"),
            text.replaceFirst("F25:1", rate).getBytes(StandardCharsets.ISO_8859_1));
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(reader.frameRate()).isEqualTo(25);
      assertThat(readAll(reader))
          .extracting(frame -> frame.time().toMillis())
          .containsExactly(0L, 40L, 80L);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsToldAtOnce() {
    assertThatThrownBy(() -> VideoWriter.open(folder.resolve("no/film.mp4"), 64, 64, 25).close())
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("no/film.mp4", "directory exists");
    assertThatThrownBy(() -> VideoWriter.open(folder.resolve("film.mp4"), 15, 64, 25).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "has a device that is always full")
  void aFullDiskIsToldAtOnce() {
    assertThatThrownBy(() -> VideoWriter.open(Path.of("/dev/full"), 320, 240, 25).close())
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("/dev/full cannot be written", "room");
  }

  @Test
  void closeMayComeFromAnotherThread() throws Exception {
    Path file = write("film.mp4", PixelFormat.RGB, times(100));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        VideoReader reader = VideoReader.open(file);
        CountDownLatch reading = new CountDownLatch(3 + round);
        Future<?> read =
            threads.submit(
                () -> {
                  try {
                    while (reader.next() != null) {
                      reading.countDown();
                    }
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("closed");
                  }
                });
        reading.await();
        threads.submit(reader::close).get(30, TimeUnit.SECONDS);
        read.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the process's memory from /proc")
  void memoryDoesNotGrowWithTheFilm() throws Exception {
    Path file = write("film.mp4", PixelFormat.RGB, times(300));
    for (int i = 0; i < 3; i++) {
      copy(file);
    }
    long before = residentKib();
    for (int i = 0; i < 10; i++) {
      copy(file);
    }
    // A frame is 225 KiB and 3,000 were read and written.
    assertThat(residentKib() - before).as("KiB more").isLessThan(30 * 1024);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads the process's memory from /proc")
  void whatCannotBeReadLeaksNothing() throws Exception {
    Path sound = Films.mp4(folder.resolve("sound.mp4"), SampleVideo.of(640, 480), 5);
    byte[] whole = FastStart.of(Files.readAllBytes(sound));
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length - 100));
    long before = 0;
    for (int i = 0; i < 120; i++) {
      assertThatThrownBy(() -> VideoReader.open(sound, new ImageLimits(100, 100)).close())
          .isInstanceOf(ImageTooLargeException.class);
      assertThatThrownBy(
              () -> {
                try (VideoReader reader = VideoReader.open(cut)) {
                  readAll(reader);
                }
              })
          .isInstanceOf(MediaException.class);
      before = i == 40 ? residentKib() : before;
    }
    // A decoder that was not released holds some MiB.
    assertThat(residentKib() - before).as("KiB more").isLessThan(60 * 1024);
  }

  private void copy(Path file) {
    try (VideoReader reader = VideoReader.open(file);
        VideoWriter writer = VideoWriter.open(folder.resolve("copy.mp4"), 320, 240, 25)) {
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        writer.write(frame.image(), frame.time());
      }
    }
  }

  private static long residentKib() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static List<Duration> times(int frames) {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      times.add(Duration.ofMillis(40L * i));
    }
    return times;
  }

  private Path write(String name, PixelFormat format, List<Duration> times) {
    Path file = folder.resolve(name);
    try (VideoWriter writer = VideoWriter.open(file, 320, 240, 25)) {
      for (Duration time : times) {
        writer.write(as(format, FILM.frameAt(time)), time);
      }
    }
    return file;
  }

  private static Image as(PixelFormat format, Image rgb) {
    if (format == PixelFormat.RGB) {
      return rgb;
    }
    int pixels = rgb.width() * rgb.height();
    int step = format.bytesPerPixel();
    byte[] to = new byte[pixels * step];
    ByteBuffer from = rgb.pixels();
    for (int i = 0; i < pixels; i++) {
      if (format == PixelFormat.GRAY) {
        to[i] = from.get(3 * i);
      } else {
        to[step * i + format.red()] = from.get(3 * i);
        to[step * i + format.green()] = from.get(3 * i + 1);
        to[step * i + format.blue()] = from.get(3 * i + 2);
      }
    }
    return Image.wrap(to, rgb.width(), rgb.height(), format);
  }

  /** Of a BGR picture against an RGB one. */
  private static double meanError(Image bgr, Image rgb) {
    ByteBuffer a = bgr.pixels();
    ByteBuffer b = rgb.pixels();
    long sum = 0;
    int values = rgb.width() * rgb.height() * 3;
    for (int i = 0; i < values; i++) {
      int mirrored = i / 3 * 3 + 2 - i % 3;
      sum += Math.abs((a.get(mirrored) & 0xFF) - (b.get(i) & 0xFF));
    }
    return (double) sum / values;
  }
}

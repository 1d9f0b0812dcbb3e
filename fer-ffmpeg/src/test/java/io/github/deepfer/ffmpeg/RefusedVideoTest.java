package io.github.deepfer.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.sample.SampleVideo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's file may not do: crash the process, hang it, or have other files read. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RefusedVideoTest {
  private static final SampleVideo FILM = SampleVideo.of(320, 240);

  @TempDir Path folder;

  /** FFmpeg would open it from within itself until the native stack is used up. */
  @ParameterizedTest
  @ValueSource(strings = {"self.ffconcat", "holiday.mp4"})
  void aListThatIncludesItselfIsRefused(String name) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, "ffconcat version 1.0\nfile " + name + "\n");
    assertRefused(file, "concat", "Virtual concatenation script", "playlists", "MP4");
  }

  /** FFmpeg would wait for the rest of it. */
  @Test
  void aPlaylistWithoutEndIsRefused() throws Exception {
    Films.remux(
        Films.mp4(folder.resolve("video.mp4"), FILM, 5), folder.resolve("video.ts"), "mpegts");
    Path list = folder.resolve("live.m3u8");
    Files.writeString(list, "#EXTM3U\n#EXT-X-TARGETDURATION:1000000\n#EXTINF:5,\nvideo.ts\n");
    assertRefused(list, "hls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list.ffconcat", "list.m3u8", "list.mpd", "list.mp4", "list.sdp"})
  void noOtherFileIsRead(String name) throws Exception {
    Path other =
        Films.remux(
            Films.mp4(folder.resolve("video.mp4"), FILM, 5), folder.resolve("other.ts"), "mpegts");
    Path list = folder.resolve(name);
    for (String text :
        new String[] {
          "ffconcat version 1.0\nfile " + other.getFileName() + "\n",
          "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + other + "\n#EXT-X-ENDLIST\n",
          "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
              + " mediaPresentationDuration=\"PT1S\"><Period><AdaptationSet mimeType=\"video/mp2t\">"
              + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>"
              + other
              + "</BaseURL></Representation></AdaptationSet></Period></MPD>",
          "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n"
              + "a=rtpmap:96 H264/90000\n"
        }) {
      Files.writeString(list, text);
      assertRefused(list, "no video");
    }
  }

  @Test
  void aPlaylistOpensNoAddress() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.set(true);
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/a.ts";
      Path list = folder.resolve("list.m3u8");
      Files.writeString(
          list, "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + address + "\n#EXT-X-ENDLIST\n");
      assertRefused(list, "hls");
    } finally {
      server.stop(0);
    }
    assertThat(asked).isFalse();
  }

  /** Decoders that few need are where memory faults are found last, as CVE-2026-8461. */
  @ParameterizedTest
  @CsvSource({
    "magicyuv, avi, gbrp",
    "cinepak, mov, rgb24",
    "flashsv, flv, bgr24",
    "zmbv, avi, bgr0"
  })
  void rareCodecsAreRefusedByName(String codec, String container, String pixels) {
    Path file = folder.resolve("video." + container);
    Encoded.video(
        file,
        codec,
        3,
        encoder -> encoder.width(64).height(64).pix_fmt(avutil.av_get_pix_fmt(pixels)),
        frame -> {});
    assertRefused(file, "encoded as " + codec, "H.264", "convert");
  }

  @ParameterizedTest
  @CsvSource({
    "libvpx, webm, yuv420p",
    "libvpx-vp9, webm, yuv420p",
    "mpeg4, avi, yuv420p",
    "msmpeg4, avi, yuv420p",
    "mpeg1video, mpg, yuv420p",
    "mpeg2video, ts, yuv420p",
    "wmv2, asf, yuv420p",
    "flv, flv, yuv420p",
    "h263p, mov, yuv420p",
    "mjpeg, avi, yuvj420p",
    "gif, gif, rgb8",
    "prores, mov, yuv422p10le",
    "ffv1, mkv, yuv420p",
    "huffyuv, avi, yuv422p",
    "utvideo, avi, yuv422p",
    "rawvideo, avi, yuv420p",
    "mpeg4, m4v, yuv420p",
    "libopenh264, h264, yuv420p"
  })
  void commonOnesAreRead(String codec, String container, String pixels) {
    Path file = folder.resolve("video." + container);
    Encoded.video(
        file,
        codec,
        5,
        encoder -> encoder.width(176).height(144).pix_fmt(avutil.av_get_pix_fmt(pixels)),
        frame -> {});
    try (VideoReader reader = VideoReader.open(file)) {
      assertThat(Films.readAll(reader)).hasSize(5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/video.mp4, http://host/video.mp4",
    "rtsp://camera:554/1, rtsp://camera:554/1",
    "https:/host/x, https://host/x"
  })
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "such a name is no path there")
  void addressesAreRefusedAsSuch(String name, String shown) {
    assertThatThrownBy(() -> VideoReader.open(Path.of(name)))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll(shown + " is an address", "only local files are read");
  }

  @Test
  void standardInputIsRefusedAsSuch() {
    assertThatThrownBy(() -> VideoReader.open(Path.of("-")))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("standard input", "only local files are read");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such files")
  void pipesAndDevicesAreRefusedAsSuch() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused(pipe, "pipe", "only local files are read");
    assertRefused(Path.of("/dev/null"), "device", "only local files are read");
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> VideoReader.open(file).close())
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }
}

package io.github.deepfer.opencv.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.video.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CameraTest {
  private static final int FRAMES = 3;

  @TempDir Path folder;

  @Test
  void saysWhatToDoWhereThereIsNoCamera() {
    assertThatThrownBy(() -> Camera.open(97))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("camera 97")
        .hasMessageContaining("plugged in");
    assertThatThrownBy(() -> Camera.open(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A row of pictures is read by the same class of OpenCV, and ends as a camera vanishes. */
  @Test
  void givesEachFrameAndThenSaysThatTheCameraIsGone() {
    try (Camera camera = pictures()) {
      assertThat(camera.width()).isEqualTo(32);
      assertThat(camera.height()).isEqualTo(24);
      Duration last = Duration.ZERO;
      for (int i = 0; i < FRAMES; i++) {
        Frame frame = camera.next();
        assertThat(frame.index()).isEqualTo(i);
        assertThat(frame.time()).isGreaterThanOrEqualTo(last);
        assertThat(frame.image().format()).isEqualTo(PixelFormat.BGR);
        assertThat(frame.image().pixels().get(100)).isEqualTo((byte) (40 * i));
        last = frame.time();
      }
      assertThatThrownBy(camera::next)
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("test camera")
          .hasMessageContaining(FRAMES + " frames");
    }
  }

  @Test
  void aFrameOutlivesTheNextOneAndTheCamera() {
    Image first;
    try (Camera camera = pictures()) {
      first = camera.next().image();
      camera.next();
    }
    assertThat(first.pixels().get(100)).isZero();
  }

  @Test
  void closesTwiceAndIsClosedThen() {
    Camera camera = pictures();
    camera.close();
    camera.close();
    assertThatThrownBy(camera::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("test camera");
  }

  private Camera pictures() {
    for (int i = 0; i < FRAMES; i++) {
      byte[] pixels = new byte[32 * 24 * 3];
      Arrays.fill(pixels, (byte) (40 * i));
      ImageWriter.write(
          folder.resolve("frame_" + i + ".png"), Image.wrap(pixels, 32, 24, PixelFormat.BGR));
    }
    VideoCapture capture =
        new VideoCapture(folder.resolve("frame_%d.png").toString(), opencv_videoio.CAP_IMAGES);
    assertThat(capture.isOpened()).isTrue();
    return Camera.of("test camera", capture);
  }
}

package io.github.deepfer.opencv.io;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.MediaException;
import io.github.deepfer.api.support.CloseGuard;
import io.github.deepfer.api.video.Frame;
import io.github.deepfer.api.video.FrameSource;
import io.github.deepfer.opencv.core.OpenCv;
import io.github.deepfer.opencv.mat.Mats;
import java.time.Duration;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.jspecify.annotations.Nullable;

/**
 * A camera of this machine, through the system's own interface (Video4Linux, AVFoundation, Media
 * Foundation). A frame's time is that of its arrival, since the camera was opened. A camera has no
 * end: when it can no longer be read, {@link #next()} throws.
 *
 * <p>One thread reads; {@link #close()} may be called at any time and from any thread, and waits
 * for the frame that is being read.
 */
public final class Camera implements FrameSource {
  private final String name;
  private final VideoCapture capture;
  private final Mat mat = new Mat();
  private final CloseGuard guard;
  private final int width;
  private final int height;
  private final long opened = System.nanoTime();
  private long index;

  private Camera(String name, VideoCapture capture) {
    this.name = name;
    this.capture = capture;
    this.guard = new CloseGuard(name);
    this.width = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_WIDTH);
    this.height = (int) capture.get(opencv_videoio.CAP_PROP_FRAME_HEIGHT);
  }

  /**
   * Opens a camera as it is set, mostly 640x480 pixels.
   *
   * @param number 0 for the first camera; N is {@code /dev/videoN} on Linux
   * @return the camera, which the caller closes
   * @throws IllegalArgumentException if the number is negative
   * @throws MediaException if there is no such camera, it is in use, or may not be accessed
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public static Camera open(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("a camera's number must be 0 or more, got " + number);
    }
    OpenCv.loadCameras();
    String name = "camera " + number;
    VideoCapture capture = new VideoCapture();
    boolean open = false;
    try {
      open = capture.open(number, systemInterface());
    } catch (RuntimeException e) {
      capture.close();
      throw new MediaException(name + " cannot be opened: OpenCV says " + e.getMessage(), e);
    }
    if (!open) {
      capture.close();
      throw new MediaException(
          name
              + " cannot be opened: check that it is plugged in (/dev/video"
              + number
              + " on Linux), that no other program uses it, and that this user may access it, or"
              + " choose another number");
    }
    return new Camera(name, capture);
  }

  /**
   * Named where it has one for all cameras, because OpenCV complains of each other that it tries.
   */
  private static int systemInterface() {
    return Loader.getPlatform().startsWith("linux")
        ? opencv_videoio.CAP_V4L2
        : opencv_videoio.CAP_ANY;
  }

  /** For tests: a camera whose frames come from elsewhere. */
  static Camera of(String name, VideoCapture capture) {
    return new Camera(name, capture);
  }

  /**
   * The width that the camera announced.
   *
   * @return pixels per row
   */
  public int width() {
    return width;
  }

  /**
   * The height that the camera announced.
   *
   * @return rows
   */
  public int height() {
    return height;
  }

  /**
   * Waits for the next frame.
   *
   * @return the frame, BGR, on the heap; never null
   * @throws MediaException if the camera no longer gives frames
   * @throws IllegalStateException after {@link #close()}
   */
  @Override
  public Frame next() {
    return guard.call(this::read);
  }

  private Frame read() {
    Image image;
    try {
      if (!capture.read(mat) || mat.empty()) {
        throw vanished("it gives no more frames", null);
      }
      image = Mats.toImage(mat);
    } catch (MediaException e) {
      throw e;
    } catch (RuntimeException e) {
      // How JavaCPP passes on a cv::Exception.
      throw vanished("OpenCV says " + e.getMessage(), e);
    }
    return new Frame(index++, Duration.ofNanos(System.nanoTime() - opened), image);
  }

  private MediaException vanished(String reason, @Nullable Throwable cause) {
    return new MediaException(
        name
            + " cannot be read after "
            + index
            + " frames: "
            + reason
            + "; check that it is still plugged in, and open it again",
        cause);
  }

  @Override
  public void close() {
    guard.close(
        () -> {
          capture.close();
          mat.close();
        });
  }
}

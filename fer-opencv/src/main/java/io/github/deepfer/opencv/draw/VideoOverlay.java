package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.video.TrackEvent;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.util.HashMap;
import java.util.Map;

/**
 * Draws the frames of one video or camera as {@link Overlay} does, steadily: the label and the bars
 * of a face stay on their side and its letters keep their size while the face hardly moves. Bars
 * that lost their place come back when there has been one for a second. Not thread-safe; frames are
 * to be drawn in their order.
 */
public final class VideoOverlay {
  private final Map<Long, Remembered> faces = new HashMap<>();

  /** Starts a video. */
  public VideoOverlay() {}

  /**
   * Draws the next frame: each face in the colour of its emotion, with its track's number, its
   * smoothed probability, and, where there is room beside it, a bar per emotion.
   *
   * @param image the frame that was analyzed; not changed
   * @param frame what was found on it
   * @param status a line for the top left corner, such as the frame rate; empty for none
   * @return the frame with what was drawn, BGR
   * @throws NullPointerException if an argument is null
   * @throws io.github.deepfer.api.ProviderException if OpenCV cannot be loaded
   */
  public Image draw(Image image, TrackedFrame frame, String status) {
    Image drawn =
        Overlay.draw(image, frame.faces().stream().map(this::mark).toList(), frame.time(), status);
    for (TrackEvent event : frame.events()) {
      if (event instanceof TrackEvent.Ended) {
        faces.remove(event.track());
      }
    }
    return drawn;
  }

  private Mark mark(TrackedFace tracked) {
    return new Mark(
        tracked.face().box(),
        tracked.emotion(),
        "#"
            + tracked.track()
            + " "
            + Mark.text(tracked.emotion(), tracked.smoothed().get(tracked.emotion())),
        tracked.smoothed(),
        faces.computeIfAbsent(tracked.track(), track -> new Remembered()));
  }
}

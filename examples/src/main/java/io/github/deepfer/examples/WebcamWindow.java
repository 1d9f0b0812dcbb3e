package io.github.deepfer.examples;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.video.LiveLoop;
import io.github.deepfer.api.video.VideoAnalyzer;
import io.github.deepfer.awt.BufferedImages;
import io.github.deepfer.opencv.draw.VideoOverlay;
import io.github.deepfer.opencv.io.Camera;
import java.awt.image.BufferedImage;
import javax.swing.ImageIcon;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;

/**
 * Shows the first camera in a window, with the emotion of each face, until the window is closed.
 */
class WebcamWindow {
  public static void main(String[] args) throws InterruptedException {
    JLabel picture = new JLabel();
    JFrame window = new JFrame("Emotions");
    window.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
    window.add(picture);
    VideoOverlay overlay = new VideoOverlay();
    // One thread for the classifier leaves a core to the detector.
    try (Pipeline pipeline = Pipeline.builder().threads(1).build();
        LiveLoop loop =
            LiveLoop.start(
                Camera.open(0),
                VideoAnalyzer.builder(pipeline).build(),
                (frame, found, latency) -> {
                  String status = latency.toMillis() + " ms";
                  BufferedImage drawn =
                      BufferedImages.toBufferedImage(overlay.draw(frame.image(), found, status));
                  SwingUtilities.invokeLater(
                      () -> {
                        picture.setIcon(new ImageIcon(drawn));
                        if (!window.isVisible()) {
                          window.pack();
                          window.setVisible(true);
                        }
                      });
                })) {
      loop.await();
    }
  }
}

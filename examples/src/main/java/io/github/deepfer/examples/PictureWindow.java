package io.github.deepfer.examples;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.awt.BufferedImages;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.swing.ImageIcon;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;

/** Shows a picture in a window of Swing, with a box around each face and its emotion. */
class PictureWindow {
  public static void main(String[] args) {
    Image image = Image.read(Path.of(args[0]));
    BufferedImage picture = BufferedImages.toBufferedImage(image);
    // Not on Swing's thread, which the window needs meanwhile; in a program with buttons, a
    // SwingWorker does this, on a pipeline that stays open.
    try (Pipeline pipeline = Pipeline.create()) {
      draw(picture, pipeline.analyze(image));
    }
    SwingUtilities.invokeLater(
        () -> {
          JFrame window = new JFrame("Emotions");
          window.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
          window.add(new JLabel(new ImageIcon(picture)));
          window.pack();
          window.setVisible(true);
        });
  }

  private static void draw(BufferedImage picture, Analysis analysis) {
    Graphics2D pen = picture.createGraphics();
    pen.setStroke(new BasicStroke(3));
    for (Face face : analysis.faces()) {
      Box box = face.box();
      pen.setColor(new Color(EmotionColors.rgb(face.emotion())));
      pen.drawRect(box.x(), box.y(), box.width(), box.height());
      pen.drawString(face.emotion().label(), box.x(), box.y() - 6);
    }
    pen.dispose();
  }
}

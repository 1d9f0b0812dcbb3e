package io.github.deepfer.cli.webcam;

import io.github.deepfer.api.Image;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** A window that shows the newest picture, until q, Escape or its close button. Thread-safe. */
final class LiveWindow implements AutoCloseable {
  private final CompletableFuture<@Nullable Void> quit = new CompletableFuture<>();
  private final JFrame window;
  private final Picture picture = new Picture();
  private boolean sized;

  /** There is no display to show it on. */
  static final class NoDisplay extends Exception {
    private static final long serialVersionUID = 1L;

    NoDisplay(Throwable cause) {
      super(cause);
    }

    NoDisplay() {}
  }

  private LiveWindow(String title) {
    window = new JFrame(title);
    window.setDefaultCloseOperation(JFrame.DO_NOTHING_ON_CLOSE);
    window.setContentPane(picture);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            quit();
          }
        });
    window.addKeyListener(
        new KeyAdapter() {
          @Override
          public void keyPressed(KeyEvent event) {
            if (event.getKeyCode() == KeyEvent.VK_Q || event.getKeyCode() == KeyEvent.VK_ESCAPE) {
              quit();
            }
          }
        });
  }

  static LiveWindow open(String title) throws NoDisplay, InterruptedException {
    LiveWindow[] opened = new LiveWindow[1];
    try {
      if (GraphicsEnvironment.isHeadless()) {
        throw new NoDisplay();
      }
      SwingUtilities.invokeAndWait(() -> opened[0] = new LiveWindow(title));
    } catch (AWTError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      // DISPLAY names an X server that is not there, or this Java came without windows.
      throw new NoDisplay(e);
    } catch (InvocationTargetException e) {
      throw new NoDisplay(e);
    }
    return opened[0];
  }

  /** Shows a BGR picture; the first one sets the window's size. */
  void show(Image bgr) {
    BufferedImage next = new BufferedImage(bgr.width(), bgr.height(), BufferedImage.TYPE_3BYTE_BGR);
    bgr.pixels().get(((DataBufferByte) next.getRaster().getDataBuffer()).getData());
    SwingUtilities.invokeLater(() -> replace(next));
  }

  private void replace(BufferedImage next) {
    picture.shown = next;
    if (!sized) {
      sized = true;
      Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
      double scale =
          Math.min(
              1,
              Math.min(screen.getWidth() / next.getWidth(), screen.getHeight() / next.getHeight()));
      picture.setPreferredSize(
          new Dimension((int) (next.getWidth() * scale), (int) (next.getHeight() * scale)));
      window.pack();
      window.setLocationByPlatform(true);
      window.setVisible(true);
      window.requestFocus();
    }
    picture.repaint();
  }

  /** Says what happens at q; at once if it was pressed already. */
  @SuppressWarnings("FutureReturnValueIgnored") // the action is the last to be done
  void onQuit(Runnable action) {
    quit.thenRun(action);
  }

  private void quit() {
    quit.complete(null);
  }

  @Override
  public void close() {
    SwingUtilities.invokeLater(window::dispose);
  }

  /** The picture as large as fits. */
  private static final class Picture extends JPanel {
    private static final long serialVersionUID = 1L;

    private transient @Nullable BufferedImage shown;

    Picture() {
      setBackground(Color.BLACK);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      BufferedImage image = shown;
      if (image == null) {
        return;
      }
      double scale =
          Math.min(
              (double) getWidth() / image.getWidth(), (double) getHeight() / image.getHeight());
      int width = (int) Math.round(image.getWidth() * scale);
      int height = (int) Math.round(image.getHeight() * scale);
      ((Graphics2D) graphics)
          .setRenderingHint(
              RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(
          image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
    }
  }
}

package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.benchmarks.Models;
import io.github.deepfer.fixtures.Mutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens models, uses each once, and closes them; the large one less often. */
final class Openings implements Work {
  private static final List<String> OTHERS = List.of("cnn", "lite-int8", "cnn-int8");
  private static final int OTHER_EVERY = 5;
  private static final int LARGE_EVERY = 25;

  private final Image picture;
  private final byte[] sound = Models.bytes("lite");
  private final Path damaged;

  Openings(Encoded pair, Path folder) {
    picture = Image.decode(pair.png());
    damaged = folder.resolve("damaged.onnx");
  }

  @Override
  public String name() {
    return "openings";
  }

  @Override
  public void run(int turn) throws IOException {
    use("face", "lite");
    if (turn % OTHER_EVERY == 0) {
      use("haar", OTHERS.get(turn / OTHER_EVERY % OTHERS.size()));
    }
    if (turn % LARGE_EVERY == 0) {
      use("face", "resnet50v2");
    }
    Files.write(damaged, new Mutator(turn).mutate(sound));
    try (Pipeline pipeline = Pipeline.builder().classifier(Model.ofFile(damaged)).build()) {
      pipeline.analyze(picture);
    } catch (FerException e) {
      // What damage is answered with.
    }
    Files.delete(damaged);
  }

  private void use(String detector, String classifier) {
    try (Pipeline pipeline = Pipeline.builder().detector(detector).classifier(classifier).build()) {
      Faces.require(2, pipeline.analyze(picture).faces());
    }
  }
}

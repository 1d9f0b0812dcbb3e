package io.github.deepfer.benchmarks.endurance;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.batch.BatchAnalyzer;
import io.github.deepfer.api.batch.BatchResult.Analyzed;
import io.github.deepfer.api.batch.BatchResults;
import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.fixtures.DamagedPictures;
import io.github.deepfer.fixtures.Mutator;
import io.github.deepfer.testkit.ImageDecoderContract;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/** Every decoder, good and damaged files, pictures one by one and on two threads. */
final class Pictures implements Work {
  private static final int DAMAGED = 25;

  private final Pipeline pipeline;
  private final Encoded pair;
  private final List<byte[]> samples = ImageDecoderContract.sampleFiles();
  private final DamagedPictures damaged = new DamagedPictures();
  private final List<ImageDecoderProvider> decoders =
      ServiceLoader.load(ImageDecoderProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  Pictures(Pipeline pipeline, Encoded pair) throws IOException {
    this.pipeline = pipeline;
    this.pair = pair;
  }

  @Override
  public String name() {
    return "pictures";
  }

  @Override
  public void run(int turn) {
    for (ImageDecoderProvider decoder : decoders) {
      if (decoder.formats().contains(ImageDecoderProvider.JPEG)) {
        decoder.decode(pair.jpeg());
      }
    }
    for (byte[] sample : samples) {
      Image.decode(sample);
    }
    for (int i = 0; i < DAMAGED; i++) {
      int number = turn * DAMAGED + i;
      damaged.run(number, new Mutator(number));
    }
    Faces.require(2, pipeline.analyze(Image.decode(pair.png())).faces());
    List<PictureSource> sources =
        List.of(PictureSource.of("png", pair.png()), PictureSource.of("jpeg", pair.jpeg()));
    try (BatchResults<PictureSource> results =
        BatchAnalyzer.builder(pipeline).threads(2).build().analyze(sources.iterator())) {
      results.forEachRemaining(
          result -> Faces.require(2, ((Analyzed<PictureSource>) result).analysis().faces()));
    }
  }
}

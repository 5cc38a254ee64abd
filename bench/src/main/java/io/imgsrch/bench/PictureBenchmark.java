package io.imgsrch.bench;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.embed.EmbeddingModel;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.picture.ModelInput;
import io.imgsrch.operators.picture.Picture;
import io.imgsrch.operators.picture.PictureDecoder;
import io.imgsrch.operators.picture.PictureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From a picture's bytes to its vector on one thread: each step alone, and all of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PictureBenchmark {
  @Param public BenchPicture picture;

  private final PictureDecoder decoder = new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS);
  private final ByteBuffer input = ModelInput.allocate();
  private byte[] file;
  private Picture decoded;
  private EmbeddingModel model;
  private PictureEmbedder embedder;

  @Setup
  public void prepare() throws IOException, PictureException {
    file = picture.file();
    decoded = decoder.decode(file);
    ModelInput.fill(decoded, input);
    model = EmbeddingModel.load(EmbeddingModel.BUNDLED);
    embedder = new PictureEmbedder(Settings.of(List.of()));
  }

  @TearDown
  public void close() {
    embedder.close();
    model.close();
  }

  @Benchmark
  public Picture decode() throws PictureException {
    return decoder.decode(file);
  }

  @Benchmark
  public ByteBuffer resize() {
    ModelInput.fill(decoded, input);
    return input;
  }

  @Benchmark
  public float[] infer() {
    return model.embed(input);
  }

  @Benchmark
  public float[] embed() throws PictureException {
    return embedder.embed(file).vector();
  }
}

package io.imgsrch.bench.search.data;

import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Digest;
import io.imgsrch.local.demo.AlteredCopies;
import io.imgsrch.local.demo.AlteredCopy;
import io.imgsrch.operators.embed.PictureEmbedder;
import io.imgsrch.operators.picture.PictureException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Embeds a folder of pictures and altered copies of each, once; then they are in a file. */
public final class PictureVectors {
  private static final long SEED = 1;

  private final PictureEmbedder embedder;

  private PictureVectors(PictureEmbedder embedder) {
    this.embedder = embedder;
  }

  /**
   * The vectors of the pictures, and then of their copies; of equal ones the first.
   *
   * @param pictures a folder of JPEG files
   * @param directory where the file is, made if it is missing
   * @param copies of each picture: cropped, turned, recoloured, compressed again
   */
  public static List<float[]> of(Path pictures, Path directory, int copies) throws IOException {
    List<Path> files;
    try (var listed = Files.list(pictures)) {
      files = listed.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    try (var embedder = new PictureEmbedder(Settings.of(List.of()))) {
      var key =
          Digest.sha256(
              (embedder.modelId() + " distinct " + copies + " " + SEED + " " + names(files))
                  .getBytes(StandardCharsets.UTF_8));
      var file = directory.resolve("vectors-" + key.substring(0, 12));
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        var making = directory.resolve(file.getFileName() + ".making");
        write(making, new PictureVectors(embedder).embed(files, copies));
        Files.move(making, file);
      }
      return read(file);
    }
  }

  private static String names(List<Path> files) throws IOException {
    var names = new StringBuilder();
    for (var file : files) {
      names.append(file.getFileName()).append(' ').append(Files.size(file)).append('\n');
    }
    return names.toString();
  }

  private List<float[]> embed(List<Path> files, int copies) throws IOException {
    var originals = new ArrayList<byte[]>();
    for (var file : files) {
      originals.add(Files.readAllBytes(file));
    }
    var altered = AlteredCopies.of(files, copies * files.size(), SEED);
    return Stream.concat(originals.stream(), altered.stream().map(AlteredCopy::jpeg))
        .toList()
        .parallelStream()
        .map(this::embed)
        // Of two copies that are the same, a search finds either: both would make recall a lottery.
        .map(FloatBuffer::wrap)
        .distinct()
        .map(FloatBuffer::array)
        .toList();
  }

  private float[] embed(byte[] picture) {
    try {
      return embedder.embed(picture).vector();
    } catch (PictureException e) {
      throw new IllegalArgumentException("a picture of the benchmark cannot be embedded", e);
    }
  }

  private static void write(Path file, List<float[]> vectors) throws IOException {
    var bytes = ByteBuffer.allocate(Float.BYTES * (1 + vectors.size() * vectors.get(0).length));
    bytes.putInt(vectors.get(0).length);
    vectors.forEach(
        vector -> {
          for (float component : vector) {
            bytes.putFloat(component);
          }
        });
    Files.write(file, bytes.array());
  }

  private static List<float[]> read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int dimension = bytes.getInt();
    var vectors = new ArrayList<float[]>();
    while (bytes.hasRemaining()) {
      var vector = new float[dimension];
      bytes.asFloatBuffer().get(vector);
      bytes.position(bytes.position() + dimension * Float.BYTES);
      vectors.add(vector);
    }
    return vectors;
  }
}

package io.imgsrch.operators.embed;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.imgsrch.operators.picture.ModelInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The embedding model in one ONNX Runtime session, shared by all threads that call it.
 *
 * <p>Each call runs on its caller's thread alone, about 10 ms; batches gain nothing on a CPU.
 */
public final class EmbeddingModel implements AutoCloseable {
  /** The model that comes with imgsrch. */
  public static final String BUNDLED =
      "classpath:/io/imgsrch/operators/embed/effnet-lite0-gem3-pca256.onnx";

  private static final String CLASSPATH = "classpath:";
  private static final String INPUT = "image";
  private static final String OUTPUT = "embedding";
  private static final long[] ONE_PICTURE = {1, ModelInput.SIDE, ModelInput.SIDE, 3};

  private final String modelId;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int dimension;

  /** Read by calls, written by close: a session freed under a call would end the process. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  private EmbeddingModel(
      String modelId, OrtEnvironment environment, OrtSession session, int dimension) {
    this.modelId = modelId;
    this.environment = environment;
    this.session = session;
    this.dimension = dimension;
  }

  /**
   * Loads a model and checks that it is one: input {@code image} uint8 [N, 224, 224, 3], output
   * {@code embedding} float32 [N, D], L2-normalised.
   *
   * @param location {@code classpath:/…} or the path of a file
   * @throws IllegalArgumentException if there is no such model, or it has another shape
   */
  public static EmbeddingModel load(String location) {
    byte[] file = read(location);
    String name = location.substring(location.lastIndexOf('/') + 1).replaceFirst("\\.onnx$", "");
    String modelId = name + '@' + sha256(file).substring(0, 12);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession session;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file, options);
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "The embedding model " + location + " is no ONNX model that runs here.", e);
    }
    try {
      return new EmbeddingModel(modelId, environment, session, dimension(location, session));
    } catch (IllegalArgumentException | OrtException e) {
      close(session);
      throw e instanceof IllegalArgumentException wrongShape
          ? wrongShape
          : new IllegalArgumentException("The embedding model " + location + " is unreadable.", e);
    }
  }

  /** Name and first 12 hex digits of the file's SHA-256: vectors of two ids cannot be compared. */
  public String modelId() {
    return modelId;
  }

  /** Length of a vector. */
  public int dimension() {
    return dimension;
  }

  /**
   * Embeds one picture. Thread-safe.
   *
   * @param input uint8 [224, 224, 3] RGB, direct, as {@link ModelInput} fills it
   * @return a vector of length 1: the inner product of two is their cosine
   */
  public float[] embed(ByteBuffer input) {
    if (!input.isDirect() || input.remaining() != ModelInput.BYTES) {
      throw new IllegalArgumentException(
          "The model takes a direct buffer of " + ModelInput.BYTES + " bytes, not " + input);
    }
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The embedding model " + modelId + " is closed.");
      }
      return run(input);
    } catch (OrtException e) {
      throw new IllegalStateException("The embedding model " + modelId + " failed.", e);
    } finally {
      open.readLock().unlock();
    }
  }

  private float[] run(ByteBuffer input) throws OrtException {
    try (OnnxTensor image =
            OnnxTensor.createTensor(environment, input, ONE_PICTURE, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(INPUT, image), Set.of(OUTPUT))) {
      float[] vector = new float[dimension];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(vector);
      return vector;
    }
  }

  /** Waits for the calls under way. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        close(session);
      }
    } finally {
      open.writeLock().unlock();
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("The session of the embedding model did not close.", e);
    }
  }

  private static int dimension(String location, OrtSession session) throws OrtException {
    TensorInfo in = tensor(location, session.getInputInfo(), INPUT);
    TensorInfo out = tensor(location, session.getOutputInfo(), OUTPUT);
    long[] side = Arrays.copyOfRange(in.getShape(), 1, in.getShape().length);
    boolean takesPictures =
        in.type == OnnxJavaType.UINT8
            && Arrays.equals(side, new long[] {ModelInput.SIDE, ModelInput.SIDE, 3});
    long[] shape = out.getShape();
    boolean givesVectors = out.type == OnnxJavaType.FLOAT && shape.length == 2 && shape[1] > 0;
    if (!takesPictures || !givesVectors) {
      throw new IllegalArgumentException(
          String.format(
              "The embedding model %s maps %s %s to %s %s;"
                  + " needed is UINT8 [N, 224, 224, 3] to FLOAT [N, D].",
              location, in.type, Arrays.toString(in.getShape()), out.type, Arrays.toString(shape)));
    }
    return Math.toIntExact(shape[1]);
  }

  private static TensorInfo tensor(String location, Map<String, NodeInfo> nodes, String name) {
    NodeInfo node = nodes.get(name);
    if (node != null && node.getInfo() instanceof TensorInfo tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(
        "The embedding model " + location + " has no tensor '" + name + "', but " + nodes.keySet());
  }

  private static byte[] read(String location) {
    try {
      if (!location.startsWith(CLASSPATH)) {
        return Files.readAllBytes(Path.of(location));
      }
      String resource = location.substring(CLASSPATH.length());
      try (InputStream in = EmbeddingModel.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalArgumentException("There is no embedding model at " + location + ".");
        }
        return in.readAllBytes();
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("There is no embedding model at " + location + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedding model " + location + " is unreadable.", e);
    }
  }

  private static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java runtime has SHA-256.", e);
    }
  }
}

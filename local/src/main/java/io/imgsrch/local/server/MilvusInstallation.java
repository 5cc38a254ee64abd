package io.imgsrch.local.server;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Milvus's program and its configuration template, fetched once from the Python package index into
 * the cache. The package's own launcher is not used: it moves the ports and leaves the server
 * behind when it dies.
 */
record MilvusInstallation(Path directory) {
  private static final Duration DOWNLOAD = Duration.ofMinutes(10);
  private static final Duration VENV = Duration.ofMinutes(2);
  private static final String DATA = "milvus/data/";
  private static final String COMPRESSED = ".lzma";

  /**
   * Fetches Milvus if it is not there yet: 58 MB, 250 MB unpacked.
   *
   * @param say told of the download before it begins
   */
  static MilvusInstallation in(Cache cache, Path log, Consumer<String> say)
      throws IOException, InterruptedException {
    MilvusRelease release = MilvusRelease.ofThisMachine();
    Path target = cache.root().resolve("milvus-" + release.version());
    return new MilvusInstallation(
        MadeOnce.at(
            target,
            directory -> {
              say.accept("Fetching Milvus %s, once".formatted(release.version()));
              Path wheel = download(release, directory.resolve("download"), log);
              unpack(wheel, directory);
              Directories.delete(directory.resolve("download"));
            }));
  }

  Path binary() {
    return directory.resolve("bin/milvus");
  }

  Path template() {
    return directory.resolve("config.yaml.template");
  }

  private static Path download(MilvusRelease release, Path directory, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path requirements = directory.resolve("requirements.txt");
    Files.writeString(
        requirements,
        "milvus==%s --hash=sha256:%s%n".formatted(release.version(), release.sha256()));
    boolean fetched =
        pip(directory, log)
            .then("download", "--no-deps", "--only-binary", ":all:", "--require-hashes")
            .then("--progress-bar", "off", "--disable-pip-version-check")
            .then("-r", requirements.toString(), "-d", directory.toString())
            .succeeds(log, DOWNLOAD);
    if (!fetched) {
      throw new PlatformException(
          "Milvus could not be fetched with pip: see %s, check the network, or name a running Milvus with --milvus ADDRESS. It ends:%n%s"
              .formatted(log, Command.tail(log)));
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .findFirst()
          .orElseThrow(() -> new IOException("pip left no wheel in " + directory));
    }
  }

  /** The pip of the python3 on the path, or that of a private environment where it has none. */
  private static Command pip(Path directory, Path log) throws IOException, InterruptedException {
    try {
      Command pip = Command.of("python3", "-m", "pip");
      if (pip.then("--version").succeeds(log, VENV)) {
        return pip;
      }
    } catch (IOException e) {
      throw noPython(e);
    }
    Path environment = directory.resolve("venv");
    if (!Command.of("python3", "-m", "venv", environment.toString()).succeeds(log, VENV)) {
      throw new PlatformException(
          "Milvus comes from the Python package index and python3 has neither pip nor venv: install python3-venv, or name a running Milvus with --milvus ADDRESS.");
    }
    return Command.of(environment.resolve("bin/python3").toString(), "-m", "pip");
  }

  static PlatformException noPython(IOException cause) {
    return new PlatformException(
        "Milvus needs python3, which is not on the PATH: install Python 3.8 or later, or name a running Milvus with --milvus ADDRESS.",
        cause);
  }

  /** A wheel is a zip file; the programs in it are compressed once more. */
  private static void unpack(Path wheel, Path directory) throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(wheel)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith("/LICENSE")) {
          Files.copy(zip, directory.resolve("LICENSE"));
        } else if (name.startsWith(DATA) && !entry.isDirectory()) {
          copy(zip, name.substring(DATA.length()), directory);
        }
      }
    }
    for (Path needed : List.of(Path.of("bin/milvus"), Path.of("config.yaml.template"))) {
      if (!Files.exists(directory.resolve(needed))) {
        throw new IOException("The wheel of Milvus has no " + needed);
      }
    }
  }

  private static void copy(InputStream zip, String name, Path directory) throws IOException {
    boolean compressed = name.endsWith(COMPRESSED);
    String plain = compressed ? name.substring(0, name.length() - COMPRESSED.length()) : name;
    Path path = directory.resolve(plain).normalize();
    if (!path.startsWith(directory)) {
      throw new IOException("The wheel has an entry outside itself: " + name);
    }
    Files.createDirectories(path.getParent());
    if (!compressed) {
      Files.copy(zip, path);
      return;
    }
    try (InputStream program = new XZInputStream(new Unclosed(zip))) {
      Files.copy(program, path);
    }
    if (!path.toFile().setExecutable(true)) {
      throw new IOException(path + " cannot be made executable");
    }
  }

  /** Keeps the zip open when the decompressor of one entry is closed. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}

package io.imgsrch.local.server;

import java.util.Locale;

/**
 * The published package that holds Milvus for a kind of machine.
 *
 * @param sha256 of the wheel, so that a download can only be the tested one
 */
record MilvusRelease(String version, String sha256) {
  private static final MilvusRelease LINUX_X86_64 =
      new MilvusRelease(
          "2.3.5", "69515a0630ce29fd10e101fa442afea8ca1387b93a456cd9bd41fdf3deb93d04");
  private static final MilvusRelease MACOS_ARM64 =
      new MilvusRelease(
          "2.3.9", "2e770b1cb76d8f4ba0e3ce1c2e49bdb9cd38222f8662762db9d794e577dac826");

  static MilvusRelease ofThisMachine() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /**
   * Finds the release for a machine.
   *
   * @throws PlatformException if Milvus is not published for it
   */
  static MilvusRelease of(String system, String architecture) {
    String kind =
        system.toLowerCase(Locale.ROOT) + "-" + PostgresBinaries.architecture(architecture);
    return switch (kind) {
      case "linux-x86_64" -> LINUX_X86_64;
      case "mac os x-arm_64" -> MACOS_ARM64;
      default ->
          throw new PlatformException(
              "Milvus is not published for %s on %s: start one elsewhere and name it with --milvus ADDRESS."
                  .formatted(system, architecture));
    };
  }
}

package io.imgsrch.local.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var version = Imgsrch.class.getPackage().getImplementationVersion();
    return new String[] {"imgsrch " + (version == null ? "(not from a jar)" : version)};
  }
}

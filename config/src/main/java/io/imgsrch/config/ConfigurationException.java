package io.imgsrch.config;

/** A setting that cannot be used; the message says which, where it stands, and what is expected. */
public class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}

package io.imgsrch.local.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Milvus's configuration for one data directory: its own template, with every folder under that
 * directory and every port chosen by us, so that two of them can run on a machine.
 */
final class MilvusConfig {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{[^}:]*(?::\\s*([^}]*?))?\\s*}}");
  private static final List<String> COMPONENTS =
      List.of(
          "rootCoord", "proxy", "queryCoord", "queryNode", "indexNode", "dataCoord", "dataNode");

  private MilvusConfig() {}

  /**
   * Writes the files that Milvus reads from {@code configs} in its working directory.
   *
   * @param port of Milvus itself
   * @return the port of the etcd in its process
   */
  static int write(Path template, Path data, int port) throws IOException {
    Path configs = data.resolve("configs");
    Files.createDirectories(configs);
    Iterator<Integer> free = FreePorts.draw(COMPONENTS.size() + 3).iterator();
    int etcd = free.next();
    Path etcdFile = configs.resolve("etcd.yaml");
    YAMLMapper yaml = new YAMLMapper();
    Files.writeString(etcdFile, yaml.writeValueAsString(etcd(etcd, free.next())));

    ObjectNode settings =
        (ObjectNode)
            yaml.readTree(PLACEHOLDER.matcher(Files.readString(template)).replaceAll("$1"));
    settings(data, etcdFile, etcd, port, free).forEach((path, value) -> set(settings, path, value));
    // Without this file Milvus's index library ends the process.
    Files.writeString(configs.resolve("glog.conf"), "--logtostderr=true\n--minloglevel=1\n");
    Files.writeString(configs.resolve("milvus.yaml"), yaml.writeValueAsString(settings));
    return etcd;
  }

  private static Map<String, Object> settings(
      Path data, Path etcdFile, int etcd, int port, Iterator<Integer> free) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("etcd.endpoints", LOOPBACK + ":" + etcd);
    settings.put("etcd.config.path", etcdFile.toString());
    settings.put("etcd.log.level", "warn");
    settings.put("etcd.log.path", "stdout");
    settings.put("etcd.data.dir", data.resolve("etcd").toString());
    settings.put("localStorage.path", data.resolve("storage").toString());
    settings.put("rocksmq.path", data.resolve("rocksmq").toString());
    for (String component : COMPONENTS) {
      settings.put(component + ".ip", LOOPBACK);
      settings.put(component + ".port", component.equals("proxy") ? port : free.next());
    }
    settings.put("proxy.internalPort", free.next());
    settings.put("log.level", "warn");
    settings.put("log.file.rootPath", "");
    // The default of half an hour keeps a server that was told to end.
    settings.put("common.gracefulStopTimeout", 1);
    // Seconds. Busy cores and disks keep Milvus from renewing its session, and then it ends itself.
    settings.put("common.session.ttl", 20);
    return settings;
  }

  private static Map<String, Object> etcd(int client, int peer) {
    String clients = "http://%s:%d".formatted(LOOPBACK, client);
    String peers = "http://%s:%d".formatted(LOOPBACK, peer);
    return Map.of(
        "name", "default",
        "listen-client-urls", clients,
        "advertise-client-urls", clients,
        "listen-peer-urls", peers,
        "initial-advertise-peer-urls", peers,
        "initial-cluster", "default=" + peers);
  }

  private static void set(ObjectNode root, String path, Object value) {
    String[] keys = path.split("\\.");
    ObjectNode node = root;
    for (int i = 0; i < keys.length - 1; i++) {
      node = node.withObjectProperty(keys[i]);
    }
    node.putPOJO(keys[keys.length - 1], value);
  }
}

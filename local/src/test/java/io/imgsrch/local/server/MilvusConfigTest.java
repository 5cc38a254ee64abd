package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MilvusConfigTest {
  private static final String TEMPLATE =
      """
      etcd:
        endpoints: localhost:{{ etcd_port(int): 2379 }}
        data:
          dir: {{ etcd_data_dir }}
      proxy:
        ip: # the first address
        port: {{ proxy_port(int): 19530 }}
        maxNameLength: 255
      common:
        gracefulStopTimeout: 1800 # seconds
        security:
          authorizationEnabled: {{ authorization_enabled(bool): false }}
      """;

  @Test
  void choosesFoldersAndPortsAndKeepsTheRest(@TempDir Path root) throws Exception {
    Path template = Files.writeString(root.resolve("template"), TEMPLATE);
    int etcdPort = MilvusConfig.write(template, root.resolve("data"), 12345);

    YAMLMapper yaml = new YAMLMapper();
    JsonNode milvus = yaml.readTree(root.resolve("data/configs/milvus.yaml").toFile());
    JsonNode etcd = yaml.readTree(root.resolve("data/configs/etcd.yaml").toFile());
    assertThat(milvus.at("/proxy/port").intValue()).isEqualTo(12345);
    assertThat(milvus.at("/proxy/ip").textValue()).isEqualTo("127.0.0.1");
    assertThat(milvus.at("/proxy/maxNameLength").intValue()).isEqualTo(255);
    assertThat(milvus.at("/common/gracefulStopTimeout").intValue()).isEqualTo(1);
    assertThat(milvus.at("/common/session/ttl").intValue()).isEqualTo(20);
    assertThat(milvus.at("/common/security/authorizationEnabled").booleanValue()).isFalse();
    assertThat(milvus.at("/etcd/data/dir").textValue())
        .isEqualTo(root.resolve("data/etcd").toString());
    assertThat(etcd.at("/listen-client-urls").textValue())
        .isEqualTo("http://" + milvus.at("/etcd/endpoints").textValue());

    assertThat(milvus.at("/etcd/endpoints").textValue()).endsWith(":" + etcdPort);

    Set<Integer> ports = new HashSet<>();
    for (String key : "rootCoord queryCoord queryNode indexNode dataCoord dataNode".split(" ")) {
      ports.add(milvus.at("/" + key + "/port").intValue());
    }
    assertThat(ports).hasSize(6).doesNotContain(0, 12345);
  }

  @Test
  void isPublishedForTwoKindsOfMachines() {
    assertThat(MilvusRelease.of("Linux", "amd64").version()).isEqualTo("2.3.5");
    assertThat(MilvusRelease.of("Mac OS X", "aarch64").version()).isEqualTo("2.3.9");
    assertThatThrownBy(() -> MilvusRelease.of("Linux", "aarch64"))
        .isInstanceOf(PlatformException.class)
        .hasMessageContainingAll("Linux", "aarch64", "--milvus");
  }
}

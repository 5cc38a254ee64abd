package io.imgsrch.local.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class FormerSessionsTest {
  private final ArrayNode keys = new ObjectMapper().createArrayNode();

  @Test
  void sessionsFromBeforeTheProcessDrewItsNumberAreFormer() {
    key("id", 3, 40, 0);
    key("rootcoord", 12, 12, 71);
    key("datanode-1", 14, 14, 72);
    key("datanode-2", 41, 41, 73);
    assertThat(FormerSessions.leases(keys)).containsExactly(71L, 72L);
  }

  @Test
  void aSessionThatWasRenewedByItsFormerOwnerIsFormerToo() {
    key("id", 3, 40, 0);
    key("indexnode-1", 13, 39, 71);
    assertThat(FormerSessions.leases(keys)).containsExactly(71L);
  }

  @Test
  void beforeTheProcessDrewItsNumberNoSessionIsKnownToBeFormer() {
    key("id", 3, 10, 0);
    key("rootcoord", 12, 12, 71);
    assertThat(FormerSessions.leases(keys)).isEmpty();
  }

  @Test
  void aNewServerHasNone() {
    assertThat(FormerSessions.leases(keys)).isEmpty();
  }

  private void key(String name, long created, long modified, long lease) {
    var path = "by-dev/meta/session/" + name;
    // etcd's gateway writes long integers as strings.
    keys.addObject()
        .put("key", Base64.getEncoder().encodeToString(path.getBytes(UTF_8)))
        .put("create_revision", String.valueOf(created))
        .put("mod_revision", String.valueOf(modified))
        .put("lease", String.valueOf(lease));
  }
}

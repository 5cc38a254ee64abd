package io.imgsrch.local.catalogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueCsvTest {
  private static final String HEADER =
      "merchant_id,product_id,version,title,category,price_minor,currency,available,image\n";
  private static final long NOW = 1_000;

  @TempDir Path folder;

  @BeforeEach
  void pictures() throws IOException {
    Files.createDirectories(folder.resolve("images"));
    Files.write(folder.resolve("images/a.jpg"), new byte[] {1});
    Files.write(folder.resolve("images/b.jpg"), new byte[] {2});
  }

  @Test
  void readsAProduct() throws Exception {
    var products = read(HEADER + "7,P1,5,Hat,Clothing,2999,EUR,true,images/a.jpg\n").products();
    assertThat(products)
        .containsExactly(
            new CatalogueProduct(
                7,
                "P1",
                5,
                "Hat",
                "Clothing",
                2_999,
                "EUR",
                true,
                List.of(new PictureSource.Local(folder.resolve("images/a.jpg")))));
    assertThat(products.get(0).key()).isEqualTo("7/P1");
  }

  @Test
  void picturesAreRelativeAbsoluteOrAddresses() throws Exception {
    var absolute = folder.resolve("images/b.jpg").toAbsolutePath();
    var catalogue =
        read(
            HEADER
                + "7,P1,5,Hat,Clothing,2999,EUR,true,images/../images/a.jpg\n"
                + "7,P1,5,Hat,Clothing,2999,EUR,true,"
                + absolute
                + "\n"
                + "8,P1,5,Cap,Clothing,1,EUR,FALSE,HTTPS://h/x.jpg?a=1\n"
                + "7,P1,5,Hat,Clothing,2999,EUR,true,http://h/y.jpg\n");
    assertThat(catalogue.products()).hasSize(2);
    assertThat(catalogue.pictures()).isEqualTo(4);
    assertThat(catalogue.products().get(0).pictures())
        .containsExactly(
            new PictureSource.Local(folder.resolve("images/a.jpg")),
            new PictureSource.Local(absolute),
            new PictureSource.Remote("http://h/y.jpg"));
    assertThat(catalogue.products().get(1).available()).isFalse();
  }

  @Test
  void columnsComeInAnyOrderAndFurtherOnesAreIgnored() throws Exception {
    var catalogue =
        read(
            "\uFEFFImage, title ,note,available,currency,price_minor,category,product_id,merchant_id\r\n"
                + "images/a.jpg,\"Hat, \"\"big\"\"\",x,true,EUR,1,Clothing, P 1 ,4294967295\r\n");
    var product = catalogue.products().get(0);
    assertThat(product.title()).isEqualTo("Hat, \"big\"");
    assertThat(product.productId()).isEqualTo("P 1");
    assertThat(product.merchantId()).isEqualTo(4_294_967_295L);
    assertThat(product.version()).isEqualTo(NOW);
  }

  @Test
  void anEmptyVersionIsTheTimeOfTheLoad() throws Exception {
    var catalogue = read(HEADER + "7,P1,,Hat,Clothing,1,EUR,true,images/a.jpg");
    assertThat(catalogue.products().get(0).version()).isEqualTo(NOW);
  }

  @Test
  void aFolderMeansItsCatalogue() throws Exception {
    Files.writeString(
        folder.resolve("catalogue.csv"), HEADER + "7,P1,5,Hat,C,1,EUR,true,images/a.jpg\n");
    assertThat(CatalogueCsv.read(folder, NOW).products()).hasSize(1);
    assertThatThrownBy(() -> CatalogueCsv.read(folder.resolve("images"), NOW))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("images holds no catalogue.csv");
    assertThatThrownBy(() -> CatalogueCsv.read(folder.resolve("none.csv"), NOW))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("there is no file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,P1,5,Hat,C,1,EUR,true,images/a.jpg          | merchant_id must be a whole number, is 'x'",
        "-1,P1,5,Hat,C,1,EUR,true,images/a.jpg         | merchant_id must be between 0 and 4294967295",
        "7,,5,Hat,C,1,EUR,true,images/a.jpg            | product_id must have 1 to 64 characters",
        "7,P1,1.5,Hat,C,1,EUR,true,images/a.jpg        | version must be a whole number, is '1.5'",
        "7,P1,5,,C,1,EUR,true,images/a.jpg             | title must have 1 to 512 characters",
        "7,P1,5,Hat,,1,EUR,true,images/a.jpg           | category must have 1 to 128 characters",
        "7,P1,5,Hat,C,1.99,EUR,true,images/a.jpg       | price_minor must be a whole number",
        "7,P1,5,Hat,C,-1,EUR,true,images/a.jpg         | price_minor must be between 0",
        "7,P1,5,Hat,C,1,Euro,true,images/a.jpg         | currency must be an ISO 4217 code",
        "7,P1,5,Hat,C,1,EUR,yes,images/a.jpg           | available must be true or false, is 'yes'",
        "7,P1,5,Hat,C,1,EUR,true,                      | image must be a file or an http address",
        "7,P1,5,Hat,C,1,EUR,true,images/none.jpg       | image must be a file or an http address: no file",
        "7,P1,5,Hat,C,1,EUR,true,images                | image must be a file or an http address: no file",
        "7,P1,5,Hat,C,1,EUR,true                       | image is missing: the row is too short",
      })
  void anErrorNamesFileLineAndColumn(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + "7,P0,5,Hat,C,1,EUR,true,images/a.jpg\n" + row + "\n"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("shop.csv, line 3: " + message);
  }

  @Test
  void linesAreCountedAcrossQuotedOnesAndEmptyOnes() {
    var text =
        HEADER
            + "7,P1,5,\"Hat\nof\nfelt\",C,1,EUR,true,images/a.jpg\n"
            + "\n"
            + "7,P2,5,\"Hat\nof felt\",C,x,EUR,true,images/a.jpg\n";
    assertThatThrownBy(() -> read(text)).hasMessageStartingWith("shop.csv, line 6: price_minor");
  }

  @Test
  void rowsOfOneProductDifferInNothingButTheirPicture() {
    var text =
        HEADER
            + "7,P1,5,Hat,C,1,EUR,true,images/a.jpg\n"
            + "7,P2,5,Cap,C,1,EUR,true,images/a.jpg\n"
            + "7,P1,5,Hat,C,2,EUR,true,images/b.jpg\n";
    assertThatThrownBy(() -> read(text))
        .hasMessageStartingWith("shop.csv, line 4: 7/P1 is described otherwise than in line 2");
  }

  @Test
  void aProductHasEightPicturesAtTheMost() throws Exception {
    var row = "7,P1,5,Hat,C,1,EUR,true,images/a.jpg\n";
    assertThat(read(HEADER + row.repeat(8)).pictures()).isEqualTo(8);
    assertThatThrownBy(() -> read(HEADER + row.repeat(9)))
        .hasMessageContaining("line 10: image: 7/P1 has more than 8 pictures");
  }

  @Test
  void picturesHaveBoundedSize() throws Exception {
    Files.write(folder.resolve("big.jpg"), new byte[RowReader.MAX_PICTURE_BYTES + 1]);
    Files.write(folder.resolve("empty.jpg"), new byte[0]);
    for (var file : new String[] {"big.jpg", "empty.jpg"}) {
      assertThatThrownBy(() -> read(HEADER + "7,P1,5,Hat,C,1,EUR,true," + file))
          .hasMessageContaining("image must have 1 to 5242880 bytes");
    }
  }

  @Test
  void theFirstTwentyErrorsAreShown() {
    var bad = "7,P1,5,Hat,C,x,EUR,true,images/a.jpg\n";
    assertThatThrownBy(() -> read(HEADER + bad.repeat(3))).message().hasLineCount(3);
    assertThatThrownBy(() -> read(HEADER + bad.repeat(100)))
        .message()
        .hasLineCount(21)
        .endsWith("There may be more: the first 20 are shown.");
  }

  @Test
  void aHeaderThatLacksColumnsSaysWhich() {
    assertThatThrownBy(() -> read("merchant_id,title\n7,Hat\n"))
        .hasMessageStartingWith(
            "shop.csv, line 1: the header must name product_id, category, price_minor")
        .hasMessageEndingWith("it names merchant_id, title");
    assertThatThrownBy(() -> read("")).hasMessageContaining("the header must name merchant_id");
    assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("there is no product");
    assertThatThrownBy(() -> read("title,title\n"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("title");
  }

  @Test
  void whatIsNoCsvOfUtf8IsAnError() throws Exception {
    assertThatThrownBy(() -> read(HEADER + "7,\"P1\"x,5\n"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("shop.csv: is no CSV file");
    var file = folder.resolve("latin.csv");
    Files.write(
        file, (HEADER + "7,P1,5,H\u00fcte,C,1,EUR,true,images/a.jpg\n").getBytes(ISO_8859_1));
    assertThatThrownBy(() -> CatalogueCsv.read(file, NOW))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("latin.csv: must be UTF-8, holds bytes that are none");
  }

  private Catalogue read(String text) throws IOException, CatalogueException {
    return CatalogueCsv.read(Files.writeString(folder.resolve("shop.csv"), text), NOW);
  }
}

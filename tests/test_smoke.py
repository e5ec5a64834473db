def test_the_site_starts(client, db):
    assert client.get("/nulle-part/").status_code == 404

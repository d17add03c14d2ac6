using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Messages;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class MessageTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));

    [Fact]
    public void CloudEvent_Event_HasTheRequiredAttributes()
    {
        var json = JsonDocument.Parse(CloudEventMessage.Write(Of("Key k-1 was revoked."))).RootElement;
        Assert.Equal("1.0", json.GetProperty("specversion").GetString());
        Assert.Equal("key.revoked", json.GetProperty("type").GetString());
        Assert.Equal("agentfunctions/tenants/default", json.GetProperty("source").GetString());
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 3, 6, 7, TimeSpan.Zero), json.GetProperty("time").GetDateTimeOffset());
        Assert.Equal("warning", json.GetProperty("severity").GetString());
        Assert.Equal("t", json.GetProperty("team").GetString());
        Assert.Equal("Key k-1 was revoked.", json.GetProperty("data").GetProperty("summary").GetString());
        Assert.Equal("k-1", json.GetProperty("data").GetProperty("details").GetProperty("key").GetString());
        Assert.All(json.EnumerateObject(), p => Assert.Matches("^[a-z0-9]{1,20}$", p.Name));
    }

    [Fact]
    public void Teams_Event_IsACardWithoutMarkdown()
    {
        var json = JsonDocument.Parse(TeamsMessage.Write(Of("[click](https://evil.example) **now**"))).RootElement;
        Assert.Equal("message", json.GetProperty("type").GetString());
        var attachment = json.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        Assert.All(attachment.GetProperty("content").GetProperty("body").EnumerateArray(), b => Assert.Equal("RichTextBlock", b.GetProperty("type").GetString()));
    }

    [Fact]
    public void Slack_Event_CannotCallAChannel()
    {
        var json = JsonDocument.Parse(SlackMessage.Write(Of("<!channel> & <https://evil.example|here>"))).RootElement;
        Assert.Equal("[warning] &lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;", json.GetProperty("text").GetString());
        Assert.All(json.GetProperty("blocks").EnumerateArray(), b => Assert.DoesNotContain("mrkdwn\"", b.GetRawText(), StringComparison.Ordinal));
        Assert.Equal("plain_text", json.GetProperty("blocks")[0].GetProperty("text").GetProperty("type").GetString());
    }

    [Fact]
    public void Mail_LineBreaksAndDirectionMarks_AreGone()
    {
        var mail = MailText.Of(Of("a\r\nBcc: victim@example.com\u2028b\u202Ec\0"));
        Assert.Equal("[AgentFunctions] warning: a  Bcc: victim@example.com b c", mail.Subject);
        Assert.DoesNotContain('\r', mail.Body);
    }

    public static TheoryData<string> Secrets =>
    [
        KeyFormat.Issue("default", "k-1", true), KeyFormat.Issue("default", "k-1", true).Replace("ak_", "ok_", StringComparison.Ordinal), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "sk-proj-abcdefghijklmnop1234",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "xoxb-123456789012-abcdef", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    ];

    /// <summary>Reasons and ids are written by people, who paste what they should not.</summary>
    [Theory]
    [MemberData(nameof(Secrets))]
    public void EveryChannelAndTheOutbox_KeyInReasonSubjectOrData_IsCutOut(string secret)
    {
        var value = NotificationEvents.StateChanged("default", "t", $"agents/{secret}", "active", "killed", $"leaked {secret}!", null, "operator/ops", At) with
        {
            Data = JsonSerializer.SerializeToElement(new { reason = secret, deep = new object[] { new { more = $"x {secret}" } } }),
        };
        var outbox = ((BatchOperation.Upsert)NotificationOutbox.ToOperation(value)).Write.Body.ToArray();
        foreach (var bytes in new[] { outbox, CloudEventMessage.Write(value), TeamsMessage.Write(value), SlackMessage.Write(value), Encoding.UTF8.GetBytes(MailText.Of(value).ToString()) })
        {
            var text = Encoding.UTF8.GetString(bytes);
            Assert.DoesNotContain(secret[^12..], text, StringComparison.Ordinal);
            Assert.Contains("[removed]", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Outbox_LargeDataAndLongSummary_AreBounded()
    {
        var value = Of(new string('x', 10_000)) with { Data = JsonSerializer.SerializeToElement(new { text = new string('y', 20_000) }) };
        var operation = (BatchOperation.Upsert)NotificationOutbox.ToOperation(value);
        Assert.InRange(operation.Write.Body.Length, 1, 1_000);
        DocumentValidator.CheckBatch([operation]);
        Assert.Throws<ArgumentException>(() => NotificationOutbox.ToOperation(value with { Id = "evt_a.b" }));
    }

    [Fact]
    public void Ids_SameMoment_SortByTimeAndRepeatWhenDerived()
    {
        Assert.True(string.CompareOrdinal(EventIds.New(At), EventIds.New(At.AddMilliseconds(1))) < 0);
        Assert.Equal(EventIds.Of(At, "a", "b"), EventIds.Of(At, "a", "b"));
        Assert.NotEqual(EventIds.Of(At, "ab", "c"), EventIds.Of(At, "a", "bc"));
        Assert.True(EventIds.IsValid(EventIds.New(At)) && EventIds.IsValid(EventIds.Of(At, "a")) && !EventIds.IsValid("evt_") && !EventIds.IsValid(null));
    }

    private static NotificationEvent Of(string summary) =>
        NotificationEvents.Create(EventTypes.KeyRevoked, NotificationSeverity.Warning, "default", "t", "keys/k-1", summary, At, ("key", "k-1"));
}

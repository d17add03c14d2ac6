using AgentFunctions.Core.Notifications.Sending;

namespace AgentFunctions.Core.Tests.Notifications;

public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    /// <summary>The vector that the libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void Sign_VectorOfTheSpecification_IsTheSame() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Sign([Secret], Id, Timestamp, Body));

    [Fact]
    public void Verify_WhatWasSigned_Holds()
    {
        var signature = WebhookSignature.Sign([Secret], Id, Timestamp, Body);
        Assert.True(WebhookSignature.Verify([Secret], Id, "1614265330", signature, Body, Now));
        Assert.True(WebhookSignature.Verify([Secret], Id, "1614265330", "v1a,AAAA v1,AAAA v2,x nonsense " + signature, Body, Now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Verify_AnythingChanged_Fails()
    {
        var signature = WebhookSignature.Sign([Secret], Id, Timestamp, Body);
        Assert.False(WebhookSignature.Verify([Secret], Id + "x", "1614265330", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265331", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265330", signature, "{}"u8, Now));
        Assert.False(WebhookSignature.Verify(["whsec_AAAA"], Id, "1614265330", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([], Id, "1614265330", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265330", signature.Replace("v1,", "v2,", StringComparison.Ordinal), Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265330", signature[..^4], Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265330", signature + "AAAA", Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "1614265330", null, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], null, "1614265330", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, null, signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "9223372036854775808", signature, Body, Now));
        Assert.False(WebhookSignature.Verify([Secret], Id, "9223372036854775807", signature, Body, Now));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void Verify_TimeTooFar_Fails(int seconds) => Assert.False(
        WebhookSignature.Verify([Secret], Id, "1614265330", WebhookSignature.Sign([Secret], Id, Timestamp, Body), Body, Now.AddSeconds(seconds)));

    /// <summary>While a secret is being rotated, receivers with either one accept every message.</summary>
    [Fact]
    public void Sign_TwoSecrets_EitherVerifies()
    {
        var signature = WebhookSignature.Sign(["new-secret", "old-secret"], Id, Timestamp, Body);
        Assert.Equal(2, signature.Split(' ').Length);
        Assert.True(WebhookSignature.Verify(["old-secret"], Id, "1614265330", signature, Body, Now));
        Assert.True(WebhookSignature.Verify(["new-secret"], Id, "1614265330", signature, Body, Now));
        Assert.True(WebhookSignature.Verify(["newest", "new-secret"], Id, "1614265330", signature, Body, Now));
        Assert.False(WebhookSignature.Verify(["newest"], Id, "1614265330", signature, Body, Now));
    }

    /// <summary>whsec_ followed by what is no base64 is the text itself, not an empty key.</summary>
    [Fact]
    public void Sign_PrefixWithoutBase64_UsesTheText()
    {
        Assert.NotEqual(WebhookSignature.Sign(["whsec_"], Id, Timestamp, Body), WebhookSignature.Sign(["whsec_%"], Id, Timestamp, Body));
        Assert.NotEqual(WebhookSignature.Sign(["whsec_%"], Id, Timestamp, Body), WebhookSignature.Sign(["%"], Id, Timestamp, Body));
    }
}

using AgentFunctions.Core.Expressions;
using static AgentFunctions.Core.Tests.Expressions.Expressions;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>What expressions mean: docs/expressions.md line by line.</summary>
public sealed class ExpressionEvaluationTests
{
    private const string Data = """
        {"input":{"order":{"id":"o-1","total":19.90,"paid":true,"note":null,"odd name":7,"in":1},"items":[{"sku":"a","n":2},{"sku":"b","n":3}],"tags":["x","y"],"ip":"10.1.2.3","ip6":"::ffff:10.1.2.3","text":"Grüße 👋🏽","big":123456789012345678901234567890123},
         "steps":{"classify":{"output":{"label":"refund"}}}}
        """;

    [Theory]
    [InlineData("input.order.id", "\"o-1\"")]
    [InlineData("steps.classify.output.label == 'refund'", "true")]
    [InlineData("input.items[1].sku", "\"b\"")]
    [InlineData("input.order[\"odd name\"]", "7")]
    [InlineData("input.order.in", "1")]
    [InlineData("input.order.total == 19.9", "true")]
    [InlineData("input.order.total", "19.90")]
    [InlineData("input.order.total > 19.89 and input.order.total <= 19.9", "true")]
    [InlineData("0.1 + 0.2 == 0.3", "true")]
    [InlineData("input.items[0].n + 1 - 5", "-2")]
    [InlineData("-input.items[0].n", "-2")]
    [InlineData("\"a\\u0041\\n\" == 'aA\\n'", "true")]
    [InlineData("input.order.note == null", "true")]
    [InlineData("[1, 'a', null, true] == [1.0, \"a\", null, true]", "true")]
    [InlineData("[1, 2] == [2, 1]", "false")]
    [InlineData("1 == '1'", "false")]
    [InlineData("'a' < 'b'", "true")]
    [InlineData("'Z' < 'a'", "true")]
    [InlineData("true or input.missing", "true")]
    [InlineData("false && input.missing", "false")]
    [InlineData("true and true && false", "false")]
    [InlineData("false or false || true", "true")]
    [InlineData("not true or true", "true")]
    [InlineData("not (true or true)", "false")]
    [InlineData("not 1 == 2", "true")]
    [InlineData("!input.order.paid", "false")]
    [InlineData("'x' in input.tags", "true")]
    [InlineData("'z' not in input.tags", "true")]
    [InlineData("'id' in input.order", "true")]
    [InlineData("{in} in [1, 2]", null)]
    [InlineData("input.items[0] in input.items", "true")]
    [InlineData("has(input.order.note)", "true")]
    [InlineData("has(input.order.id.deeper)", "false")]
    [InlineData("has(input.items[2])", "false")]
    [InlineData("has(nothing)", "false")]
    [InlineData("size(input.items)", "2")]
    [InlineData("size(input.order)", "6")]
    [InlineData("size(input.text)", "8")]
    [InlineData("startsWith(input.order.id, 'o-')", "true")]
    [InlineData("endsWith(input.order.id, '2')", "false")]
    [InlineData("matches(input.order.id, '^o-[0-9]+$')", "true")]
    [InlineData("matches('o-1\\n', '^o-[0-9]+$')", "false")]
    [InlineData("matches('anything o-1', 'o-[0-9]')", "true")]
    [InlineData("inCidr(input.ip, '10.0.0.0/8')", "true")]
    [InlineData("inCidr(input.ip, '10.2.0.0/16')", "false")]
    [InlineData("inCidr(input.ip6, '10.0.0.0/8')", "true")]
    [InlineData("inCidr('2001:db8::1', '2001:db8::/32')", "true")]
    public void Evaluate_Data_GivesTheValue(string text, string? expected)
    {
        if (expected is null) Error(text);
        else Assert.Equal(expected, Show(Evaluate(text, Data)));
    }

    [Theory]
    [InlineData("input.order.missing", ExpressionFailureReason.MissingPath, 12)]
    [InlineData("nothing", ExpressionFailureReason.MissingPath, 0)]
    [InlineData("input.items[9].sku", ExpressionFailureReason.MissingPath, 12)]
    [InlineData("input.tags.x", ExpressionFailureReason.MissingPath, 11)]
    [InlineData("input.order[0]", ExpressionFailureReason.MissingPath, 12)]
    [InlineData("input.order.id and true", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("not input.order.id", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("input.order.id > 5", ExpressionFailureReason.TypeMismatch, 15)]
    [InlineData("input.order.paid < true", ExpressionFailureReason.TypeMismatch, 17)]
    [InlineData("input.order.id + 1", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("-input.order.id", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("1 in input.order.id", ExpressionFailureReason.TypeMismatch, 2)]
    [InlineData("1 in input.order", ExpressionFailureReason.TypeMismatch, 2)]
    [InlineData("size(input.order.total)", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("startsWith(input.items, 'a')", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("matches(input.order.total, 'a')", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("inCidr('10.1', '10.0.0.0/8')", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("inCidr('012.1.2.3', '10.0.0.0/8')", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("inCidr('fe80::1%eth0', 'fe80::/10')", ExpressionFailureReason.TypeMismatch, 0)]
    [InlineData("input.big > 1", ExpressionFailureReason.NumberRange, 10)]
    [InlineData("7922816251426433759354395033 + 0.0000000001", ExpressionFailureReason.NumberRange, 31)]
    public void Evaluate_WhatHasNoValue_IsAFailureWithItsPlace(string text, ExpressionFailureReason reason, int position)
    {
        var failure = Evaluate(text, Data).Failure;
        Assert.NotNull(failure);
        Assert.Equal((reason, position), (failure.Reason, failure.Position));
    }

    [Theory]
    [InlineData("input.missing == 1")]
    [InlineData("input.order.id")]
    [InlineData("null")]
    public void EvaluateCondition_WhatCannotBeEvaluated_IsTrueInADenialAndFalseInAPermission(string text)
    {
        Assert.True(Parse(text).EvaluateCondition(Environment(Data), onFailure: true));
        Assert.False(Parse(text).EvaluateCondition(Environment(Data), onFailure: false));
    }

    [Fact]
    public void EvaluateCondition_WhatCanBeEvaluated_IsWhatItSays()
    {
        Assert.False(Parse("input.order.total > 100").EvaluateCondition(Environment(Data), onFailure: true));
        Assert.True(Parse("input.order.total < 100").EvaluateCondition(Environment(Data), onFailure: false));
    }
}

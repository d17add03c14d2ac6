using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Every filter against every kind of value: typed comparison, missing against null, ordinal strings. Each filter must hold the same way in queries and in patch conditions.</summary>
public abstract class DocumentFilterConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private static readonly (string Id, string Json)[] Values =
    [
        ("array", """{"v":["1",1,null,true,{"x":1}]}"""), ("empty", """{"v":""}"""), ("false", """{"v":false}"""), ("float", """{"v":1.5}"""), ("int0", """{"v":0}"""),
        ("int1", """{"v":1}"""), ("int1f", """{"v":1.0}"""), ("int2", """{"v":2}"""), ("max", """{"v":9007199254740992}"""), ("missing", """{"w":{"v":1}}"""),
        ("neg", """{"v":-1}"""), ("null", """{"v":null}"""), ("object", """{"v":{"v":1}}"""), ("s1", """{"v":"1"}"""), ("sA", """{"v":"A"}"""), ("sa", """{"v":"a"}"""),
        ("sab", """{"v":"ab"}"""), ("sastral", """{"v":"\ud83d\ude00"}"""), ("sbmp", """{"v":"\uffee"}"""), ("sesc", """{"v":"\u0061\"b"}"""), ("strue", """{"v":"true"}"""),
        ("true", """{"v":true}"""),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (id, json) in Values)
            await SeedAsync(id, json);
    }

    [Fact]
    public Task Equal_Null_MatchesNullAndNotMissing() => HoldsForAsync(DocumentFilter.Equal("v", DocumentValue.Null), "null");

    [Fact]
    public Task Equal_True_MatchesTrueAndNotOneOrText() => HoldsForAsync(DocumentFilter.Equal("v", true), "true");

    [Fact]
    public Task Equal_False_MatchesFalseAndNotZeroOrEmptyOrNull() => HoldsForAsync(DocumentFilter.Equal("v", false), "false");

    [Fact]
    public Task Equal_Zero_MatchesZeroOnly() => HoldsForAsync(DocumentFilter.Equal("v", 0), "int0");

    [Fact]
    public Task Equal_Integer_MatchesByValueAndNotTextOrTrue() => HoldsForAsync(DocumentFilter.Equal("v", 1), "int1", "int1f");

    [Fact]
    public Task Equal_LargestInteger_IsExact() => HoldsForAsync(DocumentFilter.Equal("v", DocumentLimits.MaxInteger), "max");

    [Fact]
    public Task Equal_Text_MatchesTextAndNotNumber() => HoldsForAsync(DocumentFilter.Equal("v", "1"), "s1");

    [Fact]
    public Task Equal_Text_IsCaseSensitive() => HoldsForAsync(DocumentFilter.Equal("v", "a"), "sa");

    [Fact]
    public Task Equal_TextWithEscapes_MatchesByMeaning() => HoldsForAsync(DocumentFilter.Equal("v", "a\"b"), "sesc");

    [Fact]
    public Task Equal_AstralText_MatchesItsEscapes() => HoldsForAsync(DocumentFilter.Equal("v", "😀"), "sastral");

    [Fact]
    public Task Equal_EmptyText_MatchesEmptyText() => HoldsForAsync(DocumentFilter.Equal("v", ""), "empty");

    [Fact]
    public Task Equal_PathThroughScalar_MatchesNothing() => HoldsForAsync(DocumentFilter.Equal("v.v.v", 1));

    [Fact]
    public Task Equal_NestedPath_Matches() => HoldsForAsync(DocumentFilter.Equal("v.v", 1), "object");

    [Fact]
    public Task NotEqual_Integer_MatchesEverythingThatExistsAndDiffers() => HoldsForAsync(Compare(FilterOperator.NotEqual, 1), AllBut("int1", "int1f", "missing"));

    [Fact]
    public Task NotEqual_Null_MatchesEverythingThatExistsAndIsNotNull() => HoldsForAsync(Compare(FilterOperator.NotEqual, DocumentValue.Null), AllBut("null", "missing"));

    [Fact]
    public Task NotEqual_Text_MatchesOtherTypesToo() => HoldsForAsync(Compare(FilterOperator.NotEqual, "a"), AllBut("sa", "missing"));

    [Fact]
    public Task Less_Integer_OrdersNumbersOnly() => HoldsForAsync(Compare(FilterOperator.Less, 1), "int0", "neg");

    [Fact]
    public Task LessOrEqual_Integer_OrdersNumbersOnly() => HoldsForAsync(Compare(FilterOperator.LessOrEqual, 1), "int0", "int1", "int1f", "neg");

    [Fact]
    public Task Greater_Integer_OrdersNumbersOnly() => HoldsForAsync(Compare(FilterOperator.Greater, 1), "float", "int2", "max");

    [Fact]
    public Task GreaterOrEqual_Integer_OrdersNumbersOnly() => HoldsForAsync(Compare(FilterOperator.GreaterOrEqual, 1), "float", "int1", "int1f", "int2", "max");

    [Fact]
    public Task Less_Text_OrdersByBytes() => HoldsForAsync(Compare(FilterOperator.Less, "a"), "empty", "s1", "sA");

    [Fact]
    public Task LessOrEqual_Text_OrdersByBytes() => HoldsForAsync(Compare(FilterOperator.LessOrEqual, "A"), "empty", "s1", "sA");

    [Fact]
    public Task Greater_Text_OrdersByUtf8BytesNotUtf16() => HoldsForAsync(Compare(FilterOperator.Greater, "\uffee"), "sastral");

    [Fact]
    public Task GreaterOrEqual_Text_OrdersByBytes() => HoldsForAsync(Compare(FilterOperator.GreaterOrEqual, "ab"), "sab", "sastral", "sbmp", "strue");

    [Fact]
    public Task StartsWith_Prefix_MatchesTextOnly() => HoldsForAsync(new DocumentFilter.StartsWith("v", "a"), "sa", "sab", "sesc");

    [Fact]
    public Task StartsWith_Digit_DoesNotMatchNumbers() => HoldsForAsync(new DocumentFilter.StartsWith("v", "1"), "s1");

    [Fact]
    public Task StartsWith_Empty_MatchesAllText() =>
        HoldsForAsync(new DocumentFilter.StartsWith("v", ""), "empty", "s1", "sA", "sa", "sab", "sastral", "sbmp", "sesc", "strue");

    [Fact]
    public Task StartsWith_PatternCharacters_AreLiteral() => HoldsForAsync(new DocumentFilter.StartsWith("v", "%"));

    [Fact]
    public Task Exists_Property_MatchesNullToo() => HoldsForAsync(new DocumentFilter.Exists("v"), AllBut("missing"));

    [Fact]
    public Task Exists_NestedProperty_NeedsEveryParent() => HoldsForAsync(new DocumentFilter.Exists("w.v"), "missing");

    [Fact]
    public Task OneOf_MixedTypes_MatchesEach() => HoldsForAsync(new DocumentFilter.OneOf("v", [1, "ab", true, DocumentValue.Null]), "int1", "int1f", "null", "sab", "true");

    [Fact]
    public Task Contains_Text_MatchesTheElement() => HoldsForAsync(new DocumentFilter.Contains("v", "1"), "array");

    [Fact]
    public Task Contains_Null_MatchesTheElement() => HoldsForAsync(new DocumentFilter.Contains("v", DocumentValue.Null), "array");

    [Fact]
    public Task Contains_ValueInsideElement_DoesNotMatch() => HoldsForAsync(new DocumentFilter.Contains("v", "x"));

    [Fact]
    public Task Contains_OnScalar_DoesNotMatch() => HoldsForAsync(new DocumentFilter.Contains("v", "ab"));

    [Fact]
    public Task SumAtMost_Query_LeavesOutWhatIsNoInteger() =>
        HoldsForAsync(new DocumentFilter.SumAtMost(["v", "w.x"], 1, 2), "int0", "int1", "int1f", "missing", "neg");

    [Fact]
    public Task Negated_Equal_MatchesMissing() => HoldsForAsync(Not(DocumentFilter.Equal("v", 1)), AllBut("int1", "int1f"));

    [Fact]
    public Task Negated_Less_MatchesWhatHasNoOrder() => HoldsForAsync(Not(Compare(FilterOperator.Less, 1)), AllBut("int0", "neg"));

    [Fact]
    public Task Negated_Exists_MatchesMissing() => HoldsForAsync(Not(new DocumentFilter.Exists("v")), "missing");

    [Fact]
    public Task Negated_SumAtMost_MatchesWhatHasNoSum() =>
        HoldsForAsync(Not(new DocumentFilter.SumAtMost(["v"], 0, DocumentLimits.MaxInteger)), AllBut("int0", "int1", "int1f", "int2", "max", "missing", "neg"));

    [Fact]
    public Task Negated_Twice_IsTheFilter() => HoldsForAsync(Not(Not(DocumentFilter.Equal("v", 1))), "int1", "int1f");

    [Fact]
    public Task All_Empty_IsTrue() => HoldsForAsync(DocumentFilter.And(), AllBut());

    [Fact]
    public Task Any_Empty_IsFalse() => HoldsForAsync(DocumentFilter.Or());

    [Fact]
    public Task AllAndAny_Nested_Combine() => HoldsForAsync(
        DocumentFilter.And(new DocumentFilter.Exists("v"), DocumentFilter.Or(DocumentFilter.Equal("v", "ab"), DocumentFilter.And(Compare(FilterOperator.Greater, 0), Compare(FilterOperator.Less, 2)))),
        "float",
        "int1",
        "int1f",
        "sab");

    [Fact]
    public Task Equal_TextThatLooksLikeAQuery_IsAValue() => HoldsForAsync(DocumentFilter.Equal("v", "1' OR '1'='1"));

    private static DocumentFilter.Compare Compare(FilterOperator with, DocumentValue value) => new("v", with, value);

    private static DocumentFilter.Negated Not(DocumentFilter filter) => new(filter);

    private static string[] AllBut(params string[] ids) => [.. Values.Select(value => value.Id).Except(ids)];

    private async Task HoldsForAsync(DocumentFilter filter, params string[] ids)
    {
        Assert.Equal(ids.Order(StringComparer.Ordinal), await WalkIdsAsync(new DocumentQuery(filter, Limit: 7)));
        foreach (var (id, _) in Values)
        {
            var patched = await Store.PatchAsync(Partition, id, [new PatchOperation.SetValue("touched", true)], filter, None);
            Assert.True((patched.Status == DocumentStatus.Ok) == ids.Contains(id), $"As a patch condition on '{id}' the filter must hold as in a query.");
        }
    }
}

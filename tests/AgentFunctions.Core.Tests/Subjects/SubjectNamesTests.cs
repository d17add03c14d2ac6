using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Tests.Subjects;

public sealed class SubjectNamesTests
{
    [Theory]
    [InlineData("José", "Jose\u0301")]
    [InlineData("NGUYỄN", "nguye\u0302\u0303n")]
    [InlineData("Zoë  Müller", " zoe\u0308\tMu\u0308ller ")]
    [InlineData("Ann Smith", "ＡＮＮ\u3000Ｓmith")]
    [InlineData("Νίκος", "ΝΊΚΟΣ")]
    [InlineData("Νίκος", "Νι\u0301κος")]
    [InlineData("Nguyễn Thị Mậu", "Nguye\u0302\u0303n Thi\u0323 Ma\u0323\u0302u")]
    [InlineData("Mậu", "Ma\u0302\u0323u")]
    [InlineData("q\u0323\u0307", "q\u0307\u0323")]
    [InlineData("İa", "i\u0307A")]
    [InlineData("\ud801\udc00\ud801\udc01", "\ud801\udc28\ud801\udc29")]
    [InlineData("Андрій Йович", "Андріи\u0306 и\u0306ович")]
    [InlineData("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("がくぷ", "か\u3099くふ\u309a")]
    public void Fold_OneNameWrittenInTwoWays_IsOne(string one, string other) => Assert.Equal(SubjectNames.Fold(one).Trim(), SubjectNames.Fold(other).Trim());

    [Theory]
    [InlineData("José", "Jose")]
    [InlineData("Müller", "Muller")]
    [InlineData("Ann Smith", "AnnSmith")]
    [InlineData("a\u0301\u0302", "a\u0302\u0301")]
    [InlineData("가", "간")]
    public void Fold_TwoNames_StayTwo(string one, string other) => Assert.NotEqual(SubjectNames.Fold(one), SubjectNames.Fold(other));
}

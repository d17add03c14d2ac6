using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Tests.Subjects;

public sealed class SubjectNamesTests
{
    [Theory]
    [InlineData("José", "Jose\u0301")]
    [InlineData("NGUYỄN", "nguye\u0302\u0303n")]
    [InlineData("Zoë  Müller", " zoe\u0308\tMu\u0308ller ")]
    [InlineData("Ann Smith", "ＡＮＮ\u3000Ｓmith")]
    public void Fold_OneNameWrittenInTwoWays_IsOne(string one, string other) => Assert.Equal(SubjectNames.Fold(one).Trim(), SubjectNames.Fold(other).Trim());

    [Theory]
    [InlineData("José", "Jose")]
    [InlineData("Müller", "Muller")]
    [InlineData("Ann Smith", "AnnSmith")]
    public void Fold_TwoNames_StayTwo(string one, string other) => Assert.NotEqual(SubjectNames.Fold(one), SubjectNames.Fold(other));
}
